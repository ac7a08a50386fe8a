package secondsite.server.process.push.check;

import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** Nobody else installs on the machine. */
public final class LockCheck implements Check {

    @Override
    public Name name() {
        return Name.LOCK;
    }

    @Override
    public PreflightCheck look(Found found) {
        return found.text("held")
                .map(who -> PreflightCheck.failed(name(), ErrorCode.INSTALLATION_RUNNING, "reserved by " + who))
                .orElse(PreflightCheck.passed(name(), "nobody else installs here"));
    }
}
