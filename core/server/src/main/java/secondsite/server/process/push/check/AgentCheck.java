package secondsite.server.process.push.check;

import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** An agent that is there is one of this deployment. */
public final class AgentCheck implements Check {

    @Override
    public Name name() {
        return Name.AGENT;
    }

    @Override
    public PreflightCheck look(Found found) {
        String version = found.text("version").map(text -> "version " + text).orElse("none");
        if (found.text("authority").isPresent() && !found.joinedHere()) {
            return PreflightCheck.failed(name(), ErrorCode.AGENT_OF_OTHERS,
                    version + ", of the deployment with the authority " + found.text("authority").get());
        }
        return PreflightCheck.passed(name(), version
                + found.text("agent").filter(_ -> found.joinedHere()).map(agent -> ", joined as " + agent).orElse(""));
    }
}
