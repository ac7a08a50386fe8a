package secondsite.server.process.push;

import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;

/** Why a step on a machine failed. */
public final class PushFailure extends Exception {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;
    private final boolean recoverable;

    private PushFailure(ErrorCode code, String detail, boolean recoverable) {
        super(detail);
        this.code = code;
        this.recoverable = recoverable;
    }

    /** It may go well later. */
    static PushFailure passing(ErrorCode code, String detail) {
        return new PushFailure(code, detail, true);
    }

    /** A person has to do something first. */
    static PushFailure forGood(ErrorCode code, String detail) {
        return new PushFailure(code, detail, false);
    }

    public ErrorCode code() {
        return code;
    }

    boolean recoverable() {
        return recoverable;
    }

    ReportedProblem problem() {
        return new ReportedProblem(code, getMessage());
    }
}
