package secondsite.server.process.push.check;

import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** Services can be started on the machine. */
public final class ServicesCheck implements Check {

    @Override
    public Name name() {
        return Name.SERVICES;
    }

    @Override
    public PreflightCheck look(Found found) {
        return switch (found.text("services").orElse("none")) {
            case "running" -> PreflightCheck.passed(name(), "systemd runs");
            case "idle" -> PreflightCheck.failed(name(), ErrorCode.SERVICES_MISSING,
                    "systemd is installed, but is not what runs this machine");
            default -> PreflightCheck.failed(name(), ErrorCode.SERVICES_MISSING, "there is no systemd");
        };
    }
}
