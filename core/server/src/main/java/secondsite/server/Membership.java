package secondsite.server;

import java.io.Closeable;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.client.Connection;
import secondsite.api.client.Identity;
import secondsite.api.client.IdentityFiles;
import secondsite.api.client.RenewingIdentity;
import secondsite.api.client.ReportClient;
import secondsite.api.client.TlsIdentity;
import secondsite.engine.file.Folder;
import secondsite.server.reporting.Reporting;
import secondsite.server.reporting.RevokedCertificates;
import secondsite.server.settings.SettingsException;
import secondsite.server.web.Peer;
import secondsite.server.web.PeerCheck;

/**
 * How a role belongs to its deployment: who it is, with a certificate that is renewed in time where there is a configuration server; whom
 * it refuses; and to whom it reports.
 */
final class Membership implements Closeable {

    /** A report is short; who does not answer it soon is asked again. */
    private static final Connection.Patience REPORTS = new Connection.Patience(Duration.ofSeconds(10),
            Duration.ofSeconds(30), Duration.ofMinutes(1));
    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private final Peer self;
    private final Identity identity;
    private final Optional<URI> reportTo;
    private final RevokedCertificates revoked;
    private final Surroundings surroundings;

    /** @param revokedHere certificates that this program's configuration refuses */
    record Surroundings(Set<BigInteger> revokedHere, InstantSource clock, SecureRandom random) {}

    /**
     * Reads who it is.
     *
     * @param reportTo the configuration server, if there is one
     * @param store    where the role keeps what it was told
     * @throws IOException when its files cannot be read, or it does not belong to the deployment any more: with what to do
     */
    Membership(Peer self, IdentityFiles files, Optional<URI> reportTo, Folder store, Surroundings surroundings)
            throws IOException {
        this.self = self;
        this.reportTo = reportTo;
        this.surroundings = surroundings;
        this.revoked = new RevokedCertificates(store);
        TlsIdentity now = files.readValid(surroundings.clock().instant());
        checkName(now, files);
        this.identity = reportTo.isPresent()
                ? new RenewingIdentity(files, reportTo.get(), surroundings.clock(), surroundings.random(), told())
                        .start()
                : now;
    }

    private void checkName(TlsIdentity identity, IdentityFiles files) throws SettingsException {
        Peer named = Peer.of(identity.certificate())
                .orElseThrow(() -> new SettingsException(files.certificate()
                        + " names no server; make one with 'server join' or 'deployment create'"));
        if (!named.equals(self)) {
            throw new SettingsException(files.certificate() + " is that of " + named + ", not of " + self);
        }
    }

    private RenewingIdentity.Listener told() {
        return new RenewingIdentity.Listener() {
            @Override
            public void renewed(Instant ends) {
                LOG.info("{}: the certificate was renewed and ends at {}", self, ends);
            }

            @Override
            public void failed(String why, Instant ends) {
                LOG.warn("{}: the certificate, which ends at {}, could not be renewed: {}", self, ends, why);
            }
        };
    }

    Identity identity() {
        return identity;
    }

    PeerCheck peers() {
        return new PeerCheck(serial -> surroundings.revokedHere().contains(serial) || revoked.test(serial),
                surroundings.clock());
    }

    RevokedCertificates revoked() {
        return revoked;
    }

    /** Reports from now on, if there is a configuration server. */
    Optional<Reporting> report(Function<ReportClient, Reporting.Turn> turn) {
        return reportTo.map(server -> {
            var line = new Connection(server, identity, REPORTS);
            return new Reporting(self.toString(), turn.apply(new ReportClient(line)), line, surroundings.random());
        });
    }

    /** A line of its own to the configuration server, if there is one; to be closed by who asks. */
    Optional<Connection> line(Connection.Patience patience) {
        return reportTo.map(server -> new Connection(server, identity, patience));
    }

    @Override
    public void close() {
        if (identity instanceof RenewingIdentity renewing) {
            renewing.close();
        }
    }
}
