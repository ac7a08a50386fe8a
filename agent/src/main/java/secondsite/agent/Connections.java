package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.configuration.AgentConfiguration;
import secondsite.api.client.Connection;
import secondsite.api.client.Identity;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.RenewingIdentity;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TransferClient;

/** Connections to other programs of the deployment: one to each, all with this machine's identity, which is made here and nowhere else. */
final class Connections implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Identity identity;
    private final Map<URI, Connection> open = new HashMap<>();

    /**
     * With a configuration server the certificate is renewed in time. One that has ended keeps no disk from being served.
     *
     * @throws IOException naming the file that is not what it should be
     */
    Connections(AgentConfiguration configuration, InstantSource clock) throws IOException {
        var own = configuration.agent();
        var files = new IdentityFiles(own.certificate(), own.key(), own.authority());
        this.identity = configuration.managed()
                ? new RenewingIdentity(files, configuration.configurationServer().url(), clock, new SecureRandom(),
                        new Told(own.id())).start()
                : files.read();
    }

    /** Lets the log know. */
    private record Told(String agent) implements RenewingIdentity.Listener {

        @Override
        public void renewed(Instant ends) {
            LOG.info("agent {}: the certificate was renewed and ends at {}", agent, ends);
        }

        @Override
        public void failed(String why, Instant ends) {
            LOG.warn("agent {}: the certificate, which ends at {}, could not be renewed: {}", agent, ends, why);
        }
    }

    Identity identity() {
        return identity;
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
        if (identity instanceof RenewingIdentity renewing) {
            renewing.close();
        }
    }
}
