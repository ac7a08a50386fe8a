package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import secondsite.api.client.HostClient;
import secondsite.api.client.PointClient;
import secondsite.server.configuration.inventory.ServerLines;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/** The master targets, as this server asks them. Safe for use by several threads. */
@Singleton
public final class MasterTargets {

    private final ServerLines lines;

    @Inject
    public MasterTargets(ServerLines lines) {
        this.lines = lines;
    }

    /** @throws ProblemException when none of this name has ever reported */
    public PointClient named(String name) {
        return new PointClient(lines.to(Peer.Kind.MASTER_TARGET, name));
    }

    /** As a host of machines. @throws ProblemException when none of this name has ever reported */
    public HostClient host(String name) {
        return new HostClient(lines.to(Peer.Kind.MASTER_TARGET, name));
    }
}
