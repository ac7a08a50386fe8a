package secondsite.server.configuration.rest;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import secondsite.api.ProblemCode;
import secondsite.api.client.ReportClient;
import secondsite.api.machine.AgentReport;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.server.configuration.inventory.AgentReports;
import secondsite.server.configuration.inventory.ServerReports;
import secondsite.server.web.Exchange;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;
import secondsite.server.web.Routes;

/** What programs report, each for itself as its certificate says. */
@Singleton
public final class ReportEndpoints implements Endpoints {

    private final AgentReports agents;
    private final ServerReports servers;

    @Inject
    public ReportEndpoints(AgentReports agents, ServerReports servers) {
        this.agents = agents;
        this.servers = servers;
    }

    @Override
    public Routes addTo(Routes routes) {
        return routes.post(ReportClient.AGENT, this::agent).post(ReportClient.PROCESS_SERVER, this::processServer)
                .post(ReportClient.MASTER_TARGET, this::masterTarget);
    }

    private void agent(Exchange exchange) throws IOException {
        String name = only(Peer.Kind.AGENT, exchange);
        exchange.answer(agents.report(name, exchange.json(AgentReport.class)));
    }

    private void processServer(Exchange exchange) throws IOException {
        String name = only(Peer.Kind.PROCESS_SERVER, exchange);
        exchange.answer(servers.report(name, exchange.longJson(ProcessServerReport.class)));
    }

    private void masterTarget(Exchange exchange) throws IOException {
        String name = only(Peer.Kind.MASTER_TARGET, exchange);
        exchange.answer(servers.report(name, exchange.longJson(MasterTargetReport.class)));
    }

    private static String only(Peer.Kind kind, Exchange exchange) {
        if (exchange.peer().kind() != kind) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED,
                    "only a program of the kind " + kind.word() + " reports here, not " + exchange.peer());
        }
        return exchange.peer().id();
    }
}
