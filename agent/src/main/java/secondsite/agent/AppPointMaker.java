package secondsite.agent;

import java.io.IOException;
import secondsite.agent.freeze.AppPoint;
import secondsite.agent.freeze.AppPoints;
import secondsite.agent.management.PointMaker;
import secondsite.agent.management.ReportedException;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;

/** Application-consistent points, as the assignment says how applications are made quiet. */
record AppPointMaker(AppPoints points) implements PointMaker {

    @Override
    public void make(Point point) throws IOException, InterruptedException {
        if (point.assignment().points() == null) {
            throw new ReportedException(ErrorCode.POINT_NOT_MADE, "it was not told how applications are made quiet");
        }
        AppPoint made = points.make(point.assignment().points(), point.id(), point.label(), point.disks());
        if (!made.made()) {
            ReportedProblem problem = made.problems().getFirst();
            throw new ReportedException(problem.code(), problem.detail());
        }
    }
}
