package secondsite.app.failover;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.ReverseRequest;
import secondsite.api.site.ServerSummary;
import secondsite.app.fx.Texts;

/** Over what a machine is replicated in the other direction. */
final class ReverseViewModel {

    private static final String PROCESS_SERVER = "process-server";
    private static final String MASTER_TARGET = "master-target";

    private final List<String> agents;
    private final List<String> processServers;
    private final List<String> masterTargets;
    private final ObjectProperty<String> agent = new SimpleObjectProperty<>();
    private final ObjectProperty<String> processServer = new SimpleObjectProperty<>();
    private final ObjectProperty<String> masterTarget = new SimpleObjectProperty<>();
    private final StringBinding fault;

    /** @param machines of which those without disks are agents that can take one */
    ReverseViewModel(Texts texts, Situation situation, List<MachineSummary> machines) {
        MachineSummary moved = situation.machine();
        this.agents = Stream.concat(
                machines.stream().filter(each -> each.disks() == 0).map(MachineSummary::agent).sorted(),
                Stream.of(moved.agent())).filter(Objects::nonNull).distinct().toList();
        this.processServers = names(situation, PROCESS_SERVER);
        this.masterTargets = names(situation, MASTER_TARGET).stream()
                .filter(name -> !name.equals(situation.protection().masterTarget())).toList();
        agent.set(agents.isEmpty() ? null : agents.getFirst());
        choose(processServer, processServers);
        choose(masterTarget, masterTargets);
        this.fault = Bindings.createStringBinding(() -> missing(texts), agent, processServer, masterTarget);
    }

    private static List<String> names(Situation situation, String kind) {
        return situation.servers().stream().filter(server -> kind.equals(server.kind())).map(ServerSummary::name)
                .sorted().toList();
    }

    /** Where there is one only, nothing has to be chosen. */
    private static void choose(ObjectProperty<String> what, List<String> from) {
        if (from.size() == 1) {
            what.set(from.getFirst());
        }
    }

    private String missing(Texts texts) {
        if (agents.isEmpty()) {
            return texts.text("failover.reverse.no-agent");
        }
        if (masterTargets.isEmpty()) {
            return texts.text("failover.reverse.no-target");
        }
        return agent.get() == null || processServer.get() == null || masterTarget.get() == null
                ? texts.text("failover.reverse.fault")
                : "";
    }

    List<String> agents() {
        return agents;
    }

    List<String> processServers() {
        return processServers;
    }

    List<String> masterTargets() {
        return masterTargets;
    }

    ObjectProperty<String> agent() {
        return agent;
    }

    ObjectProperty<String> processServer() {
        return processServer;
    }

    ObjectProperty<String> masterTarget() {
        return masterTarget;
    }

    StringBinding fault() {
        return fault;
    }

    ReverseRequest request() {
        return new ReverseRequest(agent.get(), processServer.get(), masterTarget.get());
    }
}
