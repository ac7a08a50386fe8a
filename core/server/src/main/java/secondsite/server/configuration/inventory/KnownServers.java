package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.Contact;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.site.ServerChange;
import secondsite.api.site.ServerSummary;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.inventory.LiveReports.Heard;
import secondsite.server.configuration.store.Servers.Key;
import secondsite.server.configuration.store.Servers.Server;
import secondsite.server.configuration.store.Sites;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.Peer;

/** Tells people of process servers and master targets, and changes what they say of them. */
@Singleton
public final class KnownServers {

    private final Inventory inventory;
    private final LiveReports live;
    private final Contacts contacts;
    private final Sites sites;
    private final Uses uses;
    private final AuditLog audit;
    private final Events events;

    @Inject
    KnownServers(Inventory inventory, LiveReports live, Contacts contacts, Sites sites, Uses uses, AuditLog audit,
            Events events) {
        this.inventory = inventory;
        this.live = live;
        this.contacts = contacts;
        this.sites = sites;
        this.uses = uses;
        this.audit = audit;
        this.events = events;
    }

    /** By kind and name. */
    public List<ServerSummary> all() {
        return inventory.servers().stream().map(this::summary).toList();
    }

    private ServerSummary summary(Server server) {
        String name = server.key().name();
        Peer peer = peer(server.key());
        Optional<ProcessServerReport> process = peer.kind() == Peer.Kind.PROCESS_SERVER
                ? live.processServer(name)
                : Optional.empty();
        Optional<MasterTargetReport> target = peer.kind() == Peer.Kind.MASTER_TARGET
                ? live.masterTarget(name)
                : Optional.empty();
        return new ServerSummary(server.key().kind(), name, server.address(), server.version(),
                server.site().orElse(null), server.firstSeen(), live.lastHeard(peer).orElse(server.lastSeen()),
                contacts.of(peer), live.heard(peer).map(Heard::skew).map(Duration::toMillis).orElse(null),
                process.map(ProcessServerReport::load).or(() -> target.map(MasterTargetReport::load)).orElse(null),
                process.map(report -> report.disks().size()).or(() -> target.map(report -> report.disks().size()))
                        .orElse(null),
                target.map(MasterTargetReport::frozen).orElse(null));
    }

    private static Peer peer(Key key) {
        return new Peer(key.kind().equals(Peer.Kind.PROCESS_SERVER.word())
                ? Peer.Kind.PROCESS_SERVER
                : Peer.Kind.MASTER_TARGET, key.name());
    }

    /** Says where a server stands. */
    public void change(Key key, ServerChange wanted, String who) {
        inventory.changeServer(key, change -> {
            Server before = existing(change, key);
            Optional<UUID> site = Optional.ofNullable(wanted.site());
            site.ifPresent(id -> Edits.named("site", "site", sites.find(change, id)));
            inventory.stores().servers().update(change, new Server(key, before.address(), before.version(), site,
                    before.firstSeen(), before.lastSeen()));
            audit.note(change, who, "server changed", name(key), "site " + site.map(UUID::toString).orElse("none"));
        });
        events.notice("server.changed", key.name(), key.name());
    }

    /** Forgets a server that is gone and that nobody needs. */
    public void remove(Key key, String who) {
        inventory.changeServer(key, change -> {
            existing(change, key);
            if (contacts.of(peer(key)) == Contact.HEARD) {
                throw Edits.conflict("the " + name(key) + " still reports; end it, or revoke its certificate first");
            }
            uses.ofServer(change, key).ifPresent(why -> {
                throw Edits.conflict("the " + name(key) + " cannot be removed: " + why);
            });
            inventory.stores().servers().remove(change, key);
            audit.note(change, who, "server removed", name(key), "");
        });
        live.forget(peer(key));
        events.notice("server.removed", key.name(), key.name());
    }

    private Server existing(Transaction change, Key key) {
        return Edits.existing("server", inventory.stores().servers().find(change, key));
    }

    private static String name(Key key) {
        return key.kind() + " " + key.name();
    }
}
