package secondsite.server.process.push.check;

import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** The machine finds and reaches the configuration server, where its agent will report. */
public final class WayBackCheck implements Check {

    @Override
    public Name name() {
        return Name.WAY_BACK;
    }

    @Override
    public PreflightCheck look(Found found) {
        if (found.order().server() == null) {
            return PreflightCheck.passed(name(), "not needed");
        }
        String server = found.order().server().getHost() + ":" + found.order().server().getPort();
        if (found.text("resolved").isEmpty()) {
            return failed(server + ": the machine finds no address for this name");
        }
        String address = found.text("resolved").get();
        return switch (found.text("reached").orElse("unknown")) {
            case "yes" -> PreflightCheck.passed(name(), server + ", " + address);
            case "no" -> failed(server + ", " + address + ": no connection within 8 s");
            default -> PreflightCheck.warning(name(), ErrorCode.WAY_BACK_MISSING,
                    server + ", " + address + ": the machine has no program with which to try the port");
        };
    }

    private PreflightCheck failed(String detail) {
        return PreflightCheck.failed(name(), ErrorCode.WAY_BACK_MISSING, detail);
    }
}
