package secondsite.api.activity;

/** What went wrong somewhere. @param detail the evidence: the message as it came; never null */
public record ReportedProblem(ErrorCode code, String detail) {

    public ReportedProblem {
        detail = detail == null ? "" : detail;
    }
}
