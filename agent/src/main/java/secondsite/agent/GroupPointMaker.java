package secondsite.agent;

import java.io.IOException;
import secondsite.agent.freeze.group.GroupBarrier;
import secondsite.agent.freeze.group.GroupPoint;
import secondsite.agent.management.PointMaker;
import secondsite.agent.management.ReportedException;

/** Points of the whole replication group, where this agent leads it. */
record GroupPointMaker(GroupBarrier barrier) implements PointMaker {

    @Override
    public void make(Point point) throws IOException, InterruptedException {
        GroupPoint made = barrier.make(point.id(), point.label());
        if (!made.made()) {
            throw new ReportedException(made.problem().orElseThrow().code(), made.problem().orElseThrow().detail());
        }
    }
}
