package secondsite.api.client;

import java.io.IOException;
import java.io.InputStream;
import secondsite.api.installation.AgentPackage;

/** Packages of the agent, as process servers fetch them from the configuration server. */
public final class PackageClient {

    public static final String PACKAGES = "/v1/packages";

    private final Connection connection;

    public PackageClient(Connection connection) {
        this.connection = connection.to(ServerKind.CONFIGURATION_SERVER);
    }

    /** Takes what comes. */
    public interface Taking {

        void take(InputStream bytes) throws IOException;
    }

    /** Fetches a package. @param taking reads it; whether it is whole and the right one is its to find out */
    public void fetch(AgentPackage wanted, Taking taking) throws TransferException {
        connection.get(PACKAGES + "/" + wanted.file(), response -> {
            taking.take(response.body().byteStream());
            return wanted;
        });
    }
}
