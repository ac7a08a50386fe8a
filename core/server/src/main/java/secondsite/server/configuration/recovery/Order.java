package secondsite.server.configuration.recovery;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.ErrorCode;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;

/** Which failover a job is about, and why it failed, for those who take it back. */
final class Order {

    private static final String FAILOVER = "failover";
    private static final String FAILED = "failed";
    private static final int REASON = 4000;

    private Order() {}

    static JobOrder of(String type, String subject, Undertaking about, String who) {
        return new JobOrder(type, subject, about.name(), who, Map.of(FAILOVER, about.id().toString()));
    }

    /** Of a test: other jobs of the machine go on beside it. */
    static String beside(UUID machine) {
        return machine + "/test-failover";
    }

    static Optional<Undertaking> found(FailoverBook book, JobContext job) {
        return book.find(UUID.fromString(job.order().parameters().get(FAILOVER)));
    }

    /** The failover, while it is not over. */
    static Undertaking undertaking(FailoverBook book, JobContext job) throws JobFailure {
        return found(book, job).filter(now -> !now.state().over()).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.FAILOVER_OVER, "there is nothing left to do of it"));
    }

    /** The same failure, remembered. */
    static JobFailure noted(JobContext job, JobFailure failure) {
        if (!failure.recoverable()) {
            job.remember(FAILED, Texts.cut(failure.code() + ": " + failure.getMessage(), REASON));
        }
        return failure;
    }

    /** Why it failed; null when somebody cancelled it. */
    static String failure(JobContext job) {
        return job.remembered(FAILED).orElse(null);
    }
}
