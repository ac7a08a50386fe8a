package secondsite.app.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import secondsite.api.machine.MachineSummary;
import secondsite.app.control.topology.Topology;

/**
 * Machines as they are drawn. One that did not change since the picture before is drawn by the same words: of ten thousand only a few are
 * said anew. For one picture after the other.
 */
final class DrawnMachines {

    /** A machine, and how it was drawn then. */
    private record Drawn(MachineSummary machine, Topology.Machine as) {}

    private Map<UUID, Drawn> before = Map.of();
    private Map<UUID, Drawn> now = new HashMap<>();

    /** Another picture begins. */
    void next() {
        before = now;
        now = HashMap.newHashMap(before.size());
    }

    Topology.Machine of(MachineSummary machine, TopologyWords words) {
        Drawn known = before.get(machine.id());
        Drawn drawn = known != null && known.machine() == machine
                ? known
                : new Drawn(machine, new Topology.Machine(machine.id().toString(), machine.name(),
                        CarbonIcons.VIRTUAL_MACHINE, MachineStatus.of(machine), words.rpo(machine), List.of(),
                        words.spoken(machine)));
        now.put(machine.id(), drawn);
        return drawn.as();
    }

    /** Words are others from now on, as in another language. */
    void forget() {
        now = new HashMap<>();
    }
}
