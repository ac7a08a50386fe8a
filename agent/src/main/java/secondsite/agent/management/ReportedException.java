package secondsite.agent.management;

import java.io.IOException;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;

/** Something went wrong, and the configuration server is to be told this way. */
public final class ReportedException extends IOException {

    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /** @param detail the evidence */
    public ReportedException(ErrorCode code, String detail) {
        super(detail);
        this.code = code;
    }

    public ReportedProblem problem() {
        return new ReportedProblem(code, getMessage());
    }

    /** What is to be told of a failure. @param otherwise the code of one that says none itself */
    static ReportedProblem problem(Exception failure, ErrorCode otherwise) {
        if (failure instanceof ReportedException told) {
            return told.problem();
        }
        String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return new ReportedProblem(otherwise, said);
    }
}
