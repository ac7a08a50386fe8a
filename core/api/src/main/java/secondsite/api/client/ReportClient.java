package secondsite.api.client;

import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import secondsite.api.Json;
import secondsite.api.machine.AgentAnswer;
import secondsite.api.machine.AgentReport;
import secondsite.api.site.MasterTargetAnswer;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerAnswer;
import secondsite.api.site.ProcessServerReport;

/** How programs of a deployment report to its configuration server, each with its own certificate. */
public final class ReportClient {

    public static final String AGENT = "/v1/reports/agent";
    public static final String PROCESS_SERVER = "/v1/reports/process-server";
    public static final String MASTER_TARGET = "/v1/reports/master-target";

    private static final MediaType JSON = MediaType.get("application/json");

    private final Connection connection;

    public ReportClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    public AgentAnswer report(AgentReport report) throws TransferException {
        return post(AGENT, report, AgentAnswer.class);
    }

    public ProcessServerAnswer report(ProcessServerReport report) throws TransferException {
        return post(PROCESS_SERVER, report, ProcessServerAnswer.class);
    }

    public MasterTargetAnswer report(MasterTargetReport report) throws TransferException {
        return post(MASTER_TARGET, report, MasterTargetAnswer.class);
    }

    private <T> T post(String path, Object body, Class<T> answer) throws TransferException {
        return connection.post(path, Headers.of(), RequestBody.create(Json.write(body), JSON),
                Connection.json(answer));
    }
}
