package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;
import secondsite.api.activity.ErrorCode;

/**
 * One precondition, and whether it is met.
 *
 * @param code   says in the catalogue of errors how to mend it; null when there is nothing to mend
 * @param detail what was found
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PreflightCheck(Name name, Outcome outcome, ErrorCode code, String detail) {

    /** What is looked at, in this order. */
    public enum Name {
        /** The machine's name leads to an address. */
        ADDRESS,
        /** Somebody listens at its port. */
        PORT,
        /** And speaks SSH. */
        SSH,
        /** The machine is the one that it was. */
        HOST_KEY,
        /** It lets the user in. */
        CREDENTIALS,
        /** The user can run programs. */
        SHELL,
        /** The user can become root. */
        SUDO,
        /** Nobody else installs here. */
        LOCK,
        /** Its system and processor are ones for which there is an agent. */
        SYSTEM,
        /** There is a package of the agent for it. */
        PACKAGE,
        /** Services can be started. */
        SERVICES,
        /** There is room. */
        SPACE,
        /** Its clock is right. */
        TIME,
        /** The machine finds and reaches the configuration server. */
        WAY_BACK,
        /** The kernel can tell of writes. */
        TRACING,
        /** Its file systems are found on other hardware, too. */
        DISKS,
        /** The agent that is there, if any, is one of this deployment. */
        AGENT
    }

    /** How it is. */
    public enum Outcome {
        PASSED, WARNING, FAILED,
        /** Could not be looked at, because of what failed before. */
        SKIPPED
    }

    /** It is met. */
    public static PreflightCheck passed(Name name, String detail) {
        return new PreflightCheck(name, Outcome.PASSED, null, detail);
    }

    /** It is not met, and nothing can be installed. */
    public static PreflightCheck failed(Name name, ErrorCode code, String detail) {
        return new PreflightCheck(name, Outcome.FAILED, code, detail);
    }

    /** Something will not work that does not hinder the installation. */
    public static PreflightCheck warning(Name name, ErrorCode code, String detail) {
        return new PreflightCheck(name, Outcome.WARNING, code, detail);
    }

    /** It was not looked at. */
    public static PreflightCheck skipped(Name name) {
        return new PreflightCheck(name, Outcome.SKIPPED, null, "");
    }
}
