package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.Event;
import secondsite.api.site.MasterTargetAnswer;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerAnswer;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.Site;
import secondsite.api.site.SiteKind;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.security.Revocation;
import secondsite.server.configuration.store.Servers.Key;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.Peer;

/** Takes what process servers and master targets report, and answers what they are to do. */
@Singleton
public final class ServerReports {

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Inventory inventory;
    private final KnownSites sites;
    private final LiveReports live;
    private final LastSeen lastSeen;
    private final Assignments assignments;
    private final Revocation revocation;
    private final Events events;
    private final InstantSource clock;

    @Inject
    ServerReports(Inventory inventory, KnownSites sites, LiveReports live, LastSeen lastSeen, Assignments assignments,
            Revocation revocation, Events events, InstantSource clock) {
        this.inventory = inventory;
        this.sites = sites;
        this.live = live;
        this.lastSeen = lastSeen;
        this.assignments = assignments;
        this.revocation = revocation;
        this.events = events;
        this.clock = clock;
    }

    /** @throws secondsite.server.web.ProblemException when a field is not as it should be; nothing is changed then */
    public ProcessServerAnswer report(String name, ProcessServerReport report) {
        ReportChecks.check(report);
        keep(Peer.Kind.PROCESS_SERVER, name, report.address(), report.version());
        Duration next = pace();
        live.processServer(name, report, next);
        ProcessServerAssignment assignment = assignments.processServer(name);
        return new ProcessServerAnswer(next.toMillis(),
                assignment.digest().equals(report.applied()) ? null : assignment, revocation.serials());
    }

    /** @throws secondsite.server.web.ProblemException when a field is not as it should be; nothing is changed then */
    public MasterTargetAnswer report(String name, MasterTargetReport report) {
        ReportChecks.check(report);
        keep(Peer.Kind.MASTER_TARGET, name, report.address(), report.version());
        Duration next = pace();
        live.masterTarget(name, report, next);
        MasterTargetAssignment assignment = assignments.masterTarget(name);
        return new MasterTargetAnswer(next.toMillis(),
                assignment.digest().equals(report.applied()) ? null : assignment, revocation.serials());
    }

    /** Servers are few, so what they tell is never old. */
    private Duration pace() {
        Duration ofAgents = Pace.of(inventory.size());
        return ofAgents.compareTo(LONGEST) < 0 ? ofAgents : LONGEST;
    }

    private void keep(Peer.Kind kind, String name, URI address, String version) {
        Optional<Server> known = inventory.server(kind, name);
        var key = new Key(kind.word(), name);
        if (known.isEmpty() || !known.get().address().equals(address) || !known.get().version().equals(version)) {
            inventory.changeServer(key, change -> write(change, key, address, version));
        }
        lastSeen.server(key);
    }

    private void write(Transaction change, Key key, URI address, String version) {
        Optional<Server> found = inventory.stores().servers().find(change, key);
        if (found.isPresent()) {
            Server before = found.get();
            inventory.stores().servers().update(change,
                    new Server(key, address, version, before.site(), before.firstSeen(), before.lastSeen()));
            events.keep(change, "server.changed", Event.Severity.INFORMATION, key.name(), key.name(), null,
                    key.kind() + " at " + address + ", version " + version);
        } else {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            inventory.stores().servers().add(change,
                    new Server(key, address, version, usualSite(change, key), now, now));
            events.keep(change, "server.added", Event.Severity.INFORMATION, key.name(), key.name(), null,
                    key.kind() + " at " + address + ", version " + version);
        }
    }

    /** Process servers stand where the machines are, master targets where the replicas are; a person may know better. */
    private Optional<UUID> usualSite(Transaction change, Key key) {
        return sites.first(change,
                key.kind().equals(Peer.Kind.PROCESS_SERVER.word()) ? SiteKind.PRIMARY : SiteKind.SECONDARY)
                .map(Site::id);
    }
}
