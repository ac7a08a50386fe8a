package secondsite.server.configuration.installation;

import java.util.ArrayList;
import java.util.List;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PushStep;

/** What is done on a machine when something breaks off: as before it was touched, unless its agent was started already. */
final class TakingBack {

    private TakingBack() {}

    static List<PushStep> of(Course course) {
        var steps = new ArrayList<PushStep>();
        boolean changed = course.now() != null && !course.before().filter(course.now()::equals).isPresent();
        if (!course.started() && course.action() == InstallationAction.INSTALL && course.before().isEmpty()) {
            return List.of(PushStep.UNINSTALL);
        }
        if (!course.started() && changed && course.before().isPresent()
                && course.action() != InstallationAction.ROLL_BACK) {
            steps.add(PushStep.ROLL_BACK);
            steps.add(PushStep.START);
        }
        steps.add(PushStep.CLEAN);
        return steps;
    }
}
