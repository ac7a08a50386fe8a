package secondsite.agent.freeze;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.activity.ReportedProblem;

/**
 * What came of an application-consistent point.
 *
 * @param id        of its mark, the same on all disks
 * @param sequences of the mark on each disk, where it is durable; empty when the point was not made
 * @param problems  what went wrong; something may have though the point was made: the script after it, the thaw
 */
public record AppPoint(UUID id, Map<UUID, Long> sequences, List<ReportedProblem> problems) {

    public AppPoint {
        sequences = Map.copyOf(sequences);
        problems = List.copyOf(problems);
    }

    public boolean made() {
        return !sequences.isEmpty();
    }
}
