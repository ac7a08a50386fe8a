package secondsite.server.configuration.recovery;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.JobOrder;

/** Which failover a job is about, and why it failed, for those who take it back. */
final class Order {

    private static final String FAILOVER = "failover";
    private static final String POINT = "point";
    private static final String FAILED = "failed";
    private static final int REASON = 4000;

    private Order() {}

    static JobOrder of(String type, Undertaking about, String who) {
        return new JobOrder(type, subject(about), about.name(), who, Map.of(FAILOVER, about.id().toString()));
    }

    private static String subject(Undertaking about) {
        return Kinds.subject(about.request().kind(), about.machine());
    }

    /** To another point. */
    static JobOrder of(String type, Undertaking about, String who, String point) {
        return new JobOrder(type, subject(about), about.name(), who,
                Map.of(FAILOVER, about.id().toString(), POINT, point));
    }

    /** The tasks that bring a copy up, after these. */
    static List<String> tasks(String... before) {
        return Stream.concat(Arrays.stream(before), BringingUp.TASKS.stream()).toList();
    }

    static String point(JobContext job) {
        return job.order().parameters().get(POINT);
    }

    /** Empty for a job that is about none. */
    static Optional<Undertaking> found(FailoverBook book, JobContext job) {
        return Optional.ofNullable(job.order().parameters().get(FAILOVER)).map(UUID::fromString).flatMap(book::find);
    }

    /** The failover, while it is not over. */
    static Undertaking undertaking(FailoverBook book, JobContext job) throws JobFailure {
        return found(book, job).filter(now -> !now.state().over()).orElseThrow(
                () -> JobFailure.forGood(ErrorCode.FAILOVER_OVER, "there is nothing left to do of it"));
    }

    /** What is left to end of a failover; empty when a step before a crash has ended it. */
    static Optional<Undertaking> left(FailoverBook book, JobContext job) {
        return found(book, job).filter(now -> !now.state().over());
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
