package secondsite.app.infrastructure.agents;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import secondsite.api.Contact;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.TargetMachine;
import secondsite.api.machine.MachineSummary;
import secondsite.api.site.ServerSummary;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;

/** On which machines something is to be done to agents, over which server, in which version. */
final class InstallViewModel {

    static final int MOST_MACHINES = 500;
    private static final String PROCESS_SERVER = "process-server";

    /** A machine that has an agent, and where SSH reaches it, as typed. */
    record Reached(MachineSummary machine, StringProperty address) {}

    private final InstallationAction action;
    private final AgentVersions versions;
    private final SignInViewModel signIn;
    private final Texts texts;
    private final List<ServerSummary> servers;
    private final TargetText reading;
    private final List<Reached> reached;
    private final StringProperty typed = new SimpleStringProperty("");
    private final BooleanProperty knownToo = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<List<TargetLine>> lines = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyStringWrapper machinesFault = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper serverFault = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<List<String>> offered = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<ServerSummary> server = new SimpleObjectProperty<>();
    private final ObjectProperty<Optional<String>> version = new SimpleObjectProperty<>(Optional.empty());
    private Orders orders = new Orders(null, null);

    /** The newest order, and the key by which the server knows it again when its answer was lost. */
    private record Orders(InstallationRequest request, String key) {}

    /** @param agents none when agents are to be installed */
    InstallViewModel(InstallationAction action, List<MachineSummary> agents, LiveModel live, AgentVersions versions,
            SignInViewModel signIn, Texts texts) {
        this.action = action;
        this.versions = versions;
        this.signIn = signIn;
        this.texts = texts;
        this.reading = new TargetText(texts, versions::knownAt);
        this.reached = agents.stream().map(machine -> new Reached(machine,
                new SimpleStringProperty(address(versions.reached(machine))))).toList();
        this.servers = live.servers().stream().filter(each -> PROCESS_SERVER.equals(each.kind()))
                .sorted(Comparator.comparing((ServerSummary each) -> each.contact() != Contact.HEARD)
                        .thenComparing(ServerSummary::name))
                .toList();
        server.set(servers.stream().findFirst().orElse(null));
        typed.addListener(_ -> read());
        knownToo.addListener(_ -> judge());
        server.addListener(_ -> judge());
        reached.forEach(each -> each.address().addListener(_ -> judge()));
        judge();
    }

    private static String address(TargetMachine target) {
        String address = target.address().contains(":") ? "[" + target.address() + "]" : target.address();
        return target.sshPort() == TargetMachine.SSH_PORT ? address : address + ":" + target.port();
    }

    /** Reads again what was typed, by what is known now. */
    void read() {
        lines.set(reading.read(typed.get()));
        judge();
    }

    /** It became known what the server has. */
    void judge() {
        offered.set(versions.versions());
        machinesFault.set(machinesWrong());
        serverFault.set(serverWrong());
    }

    private String machinesWrong() {
        if (installs()) {
            long wrong = lines.get().stream().filter(line -> line.kind() == TargetLine.Kind.WRONG).count();
            if (wrong > 0) {
                return texts.text("install.machines.wrong", wrong);
            }
        } else {
            Optional<Reached> wrong = reached.stream().filter(each -> target(each).isEmpty()).findFirst();
            if (wrong.isPresent()) {
                return texts.text("install.reached.wrong", wrong.get().machine().name());
            }
            Map<String, String> seen = new LinkedHashMap<>();
            for (Reached each : reached) {
                String other = seen.put(TargetText.subject(target(each).orElseThrow()), each.machine().name());
                if (other != null) {
                    return texts.text("install.reached.same", other, each.machine().name());
                }
            }
        }
        int count = targets().size();
        if (count == 0) {
            return texts.text("install.machines.none");
        }
        return count > MOST_MACHINES ? texts.text("install.machines.many", count, MOST_MACHINES) : "";
    }

    private String serverWrong() {
        if (server.get() == null) {
            return texts.text("install.server.none");
        }
        return brings() && versions.known() && versions.newest().isEmpty() ? texts.text("install.package.none") : "";
    }

    private Optional<TargetMachine> target(Reached each) {
        List<TargetLine> read = reading.read(each.address().get().strip());
        return read.size() == 1 && read.getFirst().machine() != null && read.getFirst().machine().name() == null
                ? Optional.of(new TargetMachine(read.getFirst().machine().address(),
                        read.getFirst().machine().port(), each.machine().agent(), null))
                : Optional.empty();
    }

    /** Where something is to be done, without what was left out. */
    List<TargetMachine> targets() {
        if (!installs()) {
            return reached.stream().flatMap(each -> target(each).stream()).toList();
        }
        return lines.get().stream().filter(line -> line.kind() == TargetLine.Kind.TAKEN
                || line.kind() == TargetLine.Kind.KNOWN && knownToo.get()).map(TargetLine::machine).toList();
    }

    /** @param machines with the keys that were believed meanwhile */
    InstallationRequest request(InstallationAction wanted, List<TargetMachine> machines) {
        return new InstallationRequest(wanted, machines, signIn.signIn(), signIn.kept(), server.get().name(),
                brings() ? version.get().orElse(null) : null, signIn.trust().get() ? Boolean.TRUE : null, null);
    }

    /** The same for the same order, so that it is not done twice when the answer to the first one was lost. */
    String key(InstallationRequest request) {
        if (!request.equals(orders.request())) {
            orders = new Orders(request, UUID.randomUUID().toString());
        }
        return orders.key();
    }

    InstallationAction action() {
        return action;
    }

    /** Whether machines get an agent that have none. */
    boolean installs() {
        return action == InstallationAction.INSTALL;
    }

    /** Whether a package is brought. */
    boolean brings() {
        return installs() || action == InstallationAction.UPGRADE;
    }

    List<Reached> reached() {
        return reached;
    }

    /** As it is pasted. */
    StringProperty typed() {
        return typed;
    }

    /** Whether an agent is installed also where there is one. */
    BooleanProperty knownToo() {
        return knownToo;
    }

    /** What was read of it. */
    ReadOnlyObjectProperty<List<TargetLine>> lines() {
        return lines.getReadOnlyProperty();
    }

    long count(TargetLine.Kind kind) {
        return lines.get().stream().filter(line -> line.kind() == kind).count();
    }

    /** Those that are heard first. */
    List<ServerSummary> servers() {
        return servers;
    }

    ObjectProperty<ServerSummary> server() {
        return server;
    }

    /** Empty for the newest that fits each machine. */
    ObjectProperty<Optional<String>> version() {
        return version;
    }

    /** Versions that the server has, the newest first. */
    ReadOnlyObjectProperty<List<String>> offered() {
        return offered.getReadOnlyProperty();
    }

    AgentVersions versions() {
        return versions;
    }

    SignInViewModel signIn() {
        return signIn;
    }

    ReadOnlyStringProperty machinesFault() {
        return machinesFault.getReadOnlyProperty();
    }

    ReadOnlyStringProperty serverFault() {
        return serverFault.getReadOnlyProperty();
    }

    /** Does something to each text of a list of names, for reviews. */
    static String names(List<String> all, UnaryOperator<String> rest) {
        int shown = 8;
        return all.size() <= shown
                ? String.join(", ", all)
                : String.join(", ", all.subList(0, shown)) + " " + rest.apply(Integer.toString(all.size() - shown));
    }
}
