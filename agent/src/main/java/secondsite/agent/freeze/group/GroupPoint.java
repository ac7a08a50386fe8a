package secondsite.agent.freeze.group;

import java.util.Optional;
import java.util.UUID;
import secondsite.api.machine.ReportedProblem;

/**
 * What came of a group point.
 *
 * @param id      of its marks
 * @param problem why it was not made; empty when all disks of all members have its mark durably, and no write passed on any of them
 *                between the first of these marks and the last
 */
public record GroupPoint(UUID id, Optional<ReportedProblem> problem) {

    public boolean made() {
        return problem.isEmpty();
    }
}
