package secondsite.api.client;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import secondsite.api.Problem;
import secondsite.api.ProblemCode;

/** A request that did not go well, told apart by what its sender has to do. */
public abstract sealed class TransferException extends IOException {

    private final transient Optional<Problem> problem;

    private TransferException(String message, Problem problem, Throwable cause) {
        super(message, cause);
        this.problem = Optional.ofNullable(problem);
    }

    private TransferException(Problem problem) {
        this(problem.detail() == null ? problem.title() : problem.detail(), problem, null);
    }

    /** What the server said; empty when none answered. */
    public Optional<Problem> problem() {
        return problem;
    }

    /** Records are missing before the slice. */
    public static final class Gap extends TransferException {
        private final long expectedSequence;

        Gap(Problem problem) {
            super(problem);
            expectedSequence = problem.expectedSequence();
        }

        /** The record that is next. */
        public long expectedSequence() {
            return expectedSequence;
        }
    }

    /** The sender's epoch is over. */
    public static final class StaleEpoch extends TransferException {
        private final int epoch;

        StaleEpoch(Problem problem) {
            super(problem);
            epoch = problem.epoch();
        }

        /** The epoch that the receiver has heard of. */
        public int epoch() {
            return epoch;
        }
    }

    /** The server is well, but has no room now. */
    public static final class Busy extends TransferException {
        private final transient Duration retryAfter;

        Busy(Problem problem) {
            super(problem);
            retryAfter = Duration
                    .ofSeconds(problem.retryAfterSeconds() == null ? 1 : Math.max(0, problem.retryAfterSeconds()));
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /** A disk or cache at the server is full: a person or retention has to make room, then it goes on. */
    public static final class OutOfSpace extends TransferException {
        OutOfSpace(Problem problem) {
            super(problem);
        }
    }

    /** Nobody answered, or the server is in trouble that passes: try again. */
    public static final class Unavailable extends TransferException {
        Unavailable(String message, Throwable cause) {
            super(message, null, cause);
        }

        Unavailable(Problem problem) {
            super(problem);
        }
    }

    /** The server refuses, and will again until something is changed: {@link ProblemCode} says what. */
    public static final class Refused extends TransferException {
        private final ProblemCode code;

        Refused(Problem problem) {
            super(problem);
            code = problem.code();
        }

        public ProblemCode code() {
            return code;
        }
    }

    /** The one that belongs to a problem. */
    public static TransferException of(Problem problem) {
        return switch (problem.code()) {
            case GAP -> problem.expectedSequence() == null ? new Unavailable(problem) : new Gap(problem);
            case STALE_EPOCH -> problem.epoch() == null ? new Refused(problem) : new StaleEpoch(problem);
            case BUSY -> new Busy(problem);
            case OUT_OF_SPACE -> new OutOfSpace(problem);
            case UNREACHABLE, UNAVAILABLE, INTERNAL, TOO_SLOW -> new Unavailable(problem);
            default -> new Refused(problem);
        };
    }
}
