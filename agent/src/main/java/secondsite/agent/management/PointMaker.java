package secondsite.agent.management;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import secondsite.agent.capture.Capture;
import secondsite.api.machine.AgentAssignment;

/** Makes recovery points of one kind. */
@FunctionalInterface
public interface PointMaker {

    /**
     * A point that is to be made.
     *
     * @param id         of its mark; the order's when it was ordered
     * @param label      for people; may be empty
     * @param disks      all protected disks of the machine, or those that were named
     * @param assignment what else the agent was told: scripts, file systems, its group
     */
    record Point(UUID id, String label, List<Capture> disks, AgentAssignment assignment) {}

    /**
     * Makes it; it is durable in the spools on return.
     *
     * @throws ReportedException    why it was not made, with the code that says it best
     * @throws IOException          why it was not made
     * @throws InterruptedException when the agent ends
     */
    void make(Point point) throws IOException, InterruptedException;
}
