package secondsite.app.infrastructure;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import secondsite.api.Contact;
import secondsite.api.security.CertificateList.Certificate;
import secondsite.api.security.Role;
import secondsite.api.site.Host;
import secondsite.api.site.HostGroup;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.app.control.Status;
import secondsite.app.fx.Tasks;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;

/** Sites, servers and agents as they are told; hosts and certificates as they were when somebody came to the screen or changed one. */
@Singleton
public final class InfrastructureViewModel {

    private static final double FULL = 0.95;
    private static final double FILLING = 0.85;

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final FailureText failures;
    private final ReadOnlyObjectWrapper<List<Host>> hosts = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<List<Certificate>> certificates = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private Subscription listening = Subscription.EMPTY;

    /** What is not told by events. */
    private record Told(List<Host> hosts, List<Certificate> certificates) {}

    @Inject
    public InfrastructureViewModel(Session session, LiveModel live, Tasks tasks, FailureText failures) {
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.failures = failures;
    }

    /** Somebody comes. */
    public void arrive() {
        leave();
        listening = live.listen(event -> {
            if (event.type().startsWith("host.") || event.type().startsWith("certificate.")) {
                ask();
            }
        });
        ask();
    }

    public void leave() {
        listening.unsubscribe();
        listening = Subscription.EMPTY;
    }

    /** Asks for what is not told by events. Who is no administrator does not see certificates. */
    public void ask() {
        boolean admin = session.role().includes(Role.ADMIN);
        tasks.run(() -> new Told(session.inventory().hosts(),
                admin ? session.security().certificates().certificates() : List.of()), told -> {
                    problem.set("");
                    hosts.set(told.hosts());
                    certificates.set(told.certificates());
                }, e -> problem.set(failures.of(e)));
    }

    public ObservableList<Site> sites() {
        return live.sites();
    }

    public ObservableList<ServerSummary> servers() {
        return live.servers();
    }

    public ObservableList<HostGroup> groups() {
        return live.hostGroups();
    }

    public ReadOnlyObjectProperty<List<Host>> hosts() {
        return hosts.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<Certificate>> certificates() {
        return certificates.getReadOnlyProperty();
    }

    /** Why something could not be asked; empty when it could. */
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /** Null for none gives an empty name. */
    String site(UUID id) {
        return id == null ? "" : live.site(id).map(Site::name).orElse("");
    }

    String group(UUID id) {
        return id == null ? "" : live.hostGroup(id).map(HostGroup::name).orElse("");
    }

    /** How many machines run there. */
    long machines(Site site) {
        return live.machines().stream().filter(machine -> site.id().equals(machine.site())).count();
    }

    long servers(Site site) {
        return live.servers().stream().filter(server -> site.id().equals(server.site())).count();
    }

    static Status status(Contact contact) {
        return switch (contact) {
            case HEARD -> Status.OK;
            case SILENT -> Status.CRIT;
            case UNKNOWN -> Status.UNKNOWN;
        };
    }

    /** Of its contact, its room and its clock: the worst. */
    static Status status(ServerSummary server) {
        Status contact = server.contact() == null ? Status.UNKNOWN : status(server.contact());
        if (contact != Status.OK) {
            return contact;
        }
        double full = full(server);
        if (full > FULL) {
            return Status.CRIT;
        }
        return full > FILLING || server.frozen() != null ? Status.WARN : Status.OK;
    }

    /** 0 to 1; negative when it is not known. */
    static double full(ServerSummary server) {
        return server.load() == null || server.load().storeTotal() <= 0
                ? -1
                : 1 - (double) server.load().storeFree() / server.load().storeTotal();
    }
}
