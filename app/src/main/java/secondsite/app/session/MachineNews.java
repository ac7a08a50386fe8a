package secondsite.app.session;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import secondsite.api.machine.MachineSummary;

/**
 * What the server answered about machines, as far as the windows do not know it. Of ten thousand machines what is new is found beside the
 * windows, which get it in pieces that they take over within a frame. For one thread.
 */
final class MachineNews {

    static final int MOST_IN_A_PIECE = 500;

    private final Map<UUID, MachineSummary> told = new HashMap<>();
    private final Map<UUID, MachineSummary> changed = new LinkedHashMap<>();
    private final Set<UUID> gone = new LinkedHashSet<>();

    /** Takes back what was answered since the last {@link #take}: it is asked again. */
    void nothing() {
        changed.clear();
        gone.clear();
    }

    /** These are all there are. */
    void all(Collection<MachineSummary> all) {
        nothing();
        Set<UUID> left = new HashSet<>(told.keySet());
        for (MachineSummary machine : all) {
            left.remove(machine.id());
            one(machine);
        }
        gone.addAll(left);
    }

    void one(MachineSummary machine) {
        gone.remove(machine.id());
        if (!machine.equals(told.get(machine.id()))) {
            changed.put(machine.id(), machine);
        }
    }

    void gone(UUID machine) {
        changed.remove(machine);
        gone.add(machine);
    }

    /** How many the windows know of. */
    int known() {
        return told.size();
    }

    /** What the windows are to be told now, one after the other; none when nothing is new. From then on they know it. */
    List<Consumer<LiveModel>> take() {
        List<Consumer<LiveModel>> pieces = new ArrayList<>();
        if (!gone.isEmpty()) {
            Set<UUID> away = Set.copyOf(gone);
            pieces.add(model -> model.machines.forget(away));
        }
        List<MachineSummary> now = List.copyOf(changed.values());
        for (int from = 0; from < now.size(); from += MOST_IN_A_PIECE) {
            List<MachineSummary> piece = now.subList(from, Math.min(from + MOST_IN_A_PIECE, now.size()));
            pieces.add(model -> model.machines.merge(piece));
        }
        gone.forEach(told::remove);
        told.putAll(changed);
        nothing();
        return pieces;
    }
}
