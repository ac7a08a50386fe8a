package secondsite.server.process.push.check;

import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** The kernel can tell what is written, for disks that their machine goes on using as they are. */
public final class TracingCheck implements Check {

    @Override
    public Name name() {
        return Name.TRACING;
    }

    @Override
    public PreflightCheck look(Found found) {
        return switch (found.text("tracing").orElse("none")) {
            case "none" -> PreflightCheck.warning(name(), ErrorCode.TRACING_MISSING, "the kernel has no block events");
            // The agent mounts what it needs.
            case "unmounted" -> PreflightCheck.passed(name(), "tracefs is there, and not mounted yet");
            default -> PreflightCheck.passed(name(), found.text("tracing").orElseThrow());
        };
    }
}
