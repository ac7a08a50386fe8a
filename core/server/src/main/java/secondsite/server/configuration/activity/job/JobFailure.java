package secondsite.server.configuration.activity.job;

import secondsite.api.activity.ErrorCode;

/** Why a task failed. */
public final class JobFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final boolean recoverable;

    private JobFailure(ErrorCode code, String detail, boolean recoverable) {
        super(detail);
        this.code = code;
        this.recoverable = recoverable;
    }

    /** May pass by itself: it is tried again after 1, 2, 4, 8 and 10 minutes, then every 30. */
    public static JobFailure recoverable(ErrorCode code, String detail) {
        return new JobFailure(code, detail, true);
    }

    /** A person has to do something first. */
    public static JobFailure forGood(ErrorCode code, String detail) {
        return new JobFailure(code, detail, false);
    }

    public ErrorCode code() {
        return code;
    }

    public boolean recoverable() {
        return recoverable;
    }
}
