package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import secondsite.agent.configuration.AgentConfiguration.Identity;
import secondsite.api.client.Connection;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.api.client.TransferClient;

/** Connections to other programs of the deployment: one to each, all with this machine's identity, which is made here and nowhere else. */
final class Connections implements Closeable {

    private final TlsIdentity identity;
    private final Map<URI, Connection> open = new HashMap<>();

    /** @throws IOException naming the file that is not what it should be */
    Connections(Identity files) throws IOException {
        this.identity = TlsIdentity.fromPem(files.certificate(), files.key(), files.authority());
    }

    /** @throws IllegalArgumentException when that is no https address */
    TransferClient processServer(URI url) {
        return new TransferClient(to(url));
    }

    /** @throws IllegalArgumentException when that is no https address */
    ReportClient configurationServer(URI url) {
        return new ReportClient(to(url));
    }

    private synchronized Connection to(URI url) {
        if (url == null) {
            throw new IllegalArgumentException("no address of a server");
        }
        return open.computeIfAbsent(url, there -> new Connection(there, identity, Connection.Patience.DEFAULTS));
    }

    /** Breaks off all requests. */
    @Override
    public synchronized void close() {
        open.values().forEach(Connection::close);
    }
}
