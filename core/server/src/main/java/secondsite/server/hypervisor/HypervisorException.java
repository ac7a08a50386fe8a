package secondsite.server.hypervisor;

import java.io.IOException;

/** An order that was not carried out, and left the machine as it was or FAILED; the message says what to do. */
public final class HypervisorException extends IOException {

    /** Why, for programs. */
    public enum Reason {
        UNKNOWN_MACHINE,
        /** There is another machine of this id. */
        DIFFERENT_MACHINE,
        /** The specification, or the order, cannot be meant. */
        BAD_SPECIFICATION,
        /** Not in the state that the machine is in. */
        WRONG_STATE, NO_MOVE,
        /** The platform, or a part of it, is not installed. */
        NOT_INSTALLED,
        /** The host has not enough memory now. */
        NO_MEMORY,
        /** The host has no space left where something is to be stored. */
        NO_SPACE,
        /** A disk, its export or its image cannot be opened. */
        NO_DISK,
        /** A bridge, a port or an address cannot be had. */
        NO_NETWORK,
        /** The machine's program ended. */
        DIED,
        /** The machine's program did not answer in time. */
        NO_ANSWER,
        /** The platform refused, for a reason that is not known here. */
        REFUSED,
        /** What is kept of the machine cannot be read or written. */
        STORAGE
    }

    private final Reason reason;

    public HypervisorException(Reason reason, String message) {
        this(reason, message, null);
    }

    public HypervisorException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
