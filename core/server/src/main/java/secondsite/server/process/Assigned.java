package secondsite.server.process;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.site.ProcessServerAssignment;
import secondsite.api.site.ProcessServerAssignment.Pair;

/**
 * What this process server was told to do, and what it still has to bring to its end from before.
 *
 * @param leaving pairs that are no longer assigned, or with another size: what their caches hold still goes to the target
 */
record Assigned(ProcessServerAssignment assignment, List<Leaving> leaving) {

    /** @param since when it was no longer assigned */
    record Leaving(Pair pair, Instant since) {}

    static final Assigned NOTHING = new Assigned(new ProcessServerAssignment(null, null, null), List.of());

    Assigned {
        leaving = leaving == null ? List.of() : List.copyOf(leaving);
    }

    /** What is to be done when this assignment comes. One that was leaving and comes back with the same size stays. */
    Assigned then(ProcessServerAssignment next, Instant now) {
        Map<UUID, Pair> after = next.pairs().stream().collect(Collectors.toMap(Pair::disk, Function.identity()));
        Map<UUID, Leaving> goes = leaving.stream()
                .collect(Collectors.toMap(each -> each.pair().disk(), Function.identity()));
        assignment.pairs().forEach(pair -> goes.putIfAbsent(pair.disk(), new Leaving(pair, now)));
        goes.values().removeIf(each -> {
            Pair stays = after.get(each.pair().disk());
            return stays != null && stays.size() == each.pair().size();
        });
        return new Assigned(next, List.copyOf(goes.values()));
    }

    /** The same when the caches of these disks are gone. */
    Assigned without(Set<UUID> gone) {
        return new Assigned(assignment,
                leaving.stream().filter(each -> !gone.contains(each.pair().disk())).toList());
    }
}
