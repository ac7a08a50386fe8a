package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.client.PushClient;
import secondsite.api.client.TransferException;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobFailure;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.inventory.ServerLines;
import secondsite.server.web.Peer;
import secondsite.server.web.ProblemException;

/**
 * Has a step done by a process server, and looks how it gets on. The number of the order is kept before the process server hears of it; one
 * that does not know it any more was started anew, and is told again.
 */
@Singleton
final class PushedSteps {

    private static final Duration SOON = Duration.ofMillis(500);
    private static final Duration BUSY = Duration.ofSeconds(5);
    private static final String PUSH = "push ";
    /** A line that breaks again and again is no better after the fourth time: somebody has to look. */
    private static final int TRIES = 4;

    private final ServerLines lines;

    @Inject
    PushedSteps(ServerLines lines) {
        this.lines = lines;
    }

    /** What is ordered; made only when it is needed, for it may hold a token. */
    interface Ordering {

        PushOrder order() throws JobFailure;
    }

    /** What was found when it was done; may be told more than once. */
    interface Found {

        void found(PushStatus status) throws JobFailure;
    }

    private interface Question<T> {

        T ask(PushClient client) throws TransferException;
    }

    /** @param task under which it is known in its job. @return done, when the process server says so */
    Step step(String task, String processServer, JobContext job, Ordering ordering, Found found) throws JobFailure {
        Optional<UUID> known = job.remembered(PUSH + task).filter(text -> !text.isEmpty()).map(UUID::fromString);
        UUID id = known.orElseGet(UUID::randomUUID);
        if (known.isEmpty()) {
            job.remember(PUSH + task, id.toString());
        }
        Optional<PushStatus> status = ask(processServer, client -> status(client, id));
        if (status.isEmpty()) {
            PushOrder order = ordering.order();
            return ask(processServer, client -> begun(client, id, order));
        }
        return switch (status.get().state()) {
            case RUNNING -> new Step.Again(progress(status.get()), SOON);
            case DONE -> {
                status.get().lines().forEach(job::log);
                found.found(status.get());
                yield new Step.Done();
            }
            case FAILED -> throw failed(task, status.get(), job);
        };
    }

    /** One that works on as many machines as it can is asked again. */
    private static Step begun(PushClient client, UUID id, PushOrder order) throws TransferException {
        try {
            client.begin(id, order);
            return new Step.Again(null, SOON);
        } catch (TransferException.Busy _) {
            return new Step.Again(new Job.Progress(0, 0, 0, null, "waits for the process server"), BUSY);
        }
    }

    private static Optional<PushStatus> status(PushClient client, UUID id) throws TransferException {
        try {
            return Optional.of(client.status(id));
        } catch (TransferException.Refused e) {
            if (e.code() == ProblemCode.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Job.Progress progress(PushStatus status) {
        return status.totalBytes() == 0
                ? null
                : new Job.Progress(status.doneBytes(), status.totalBytes(), 0, null, null);
    }

    /** The next try is another order. */
    private static JobFailure failed(String task, PushStatus status, JobContext job) {
        status.lines().forEach(job::log);
        job.remember(PUSH + task, "");
        String tries = PUSH + task + " tries";
        int before = job.remembered(tries).map(Integer::parseInt).orElse(0) + 1;
        job.remember(tries, String.valueOf(before));
        return status.recoverable() && before < TRIES
                ? JobFailure.recoverable(status.problem().code(), status.problem().detail())
                : JobFailure.forGood(status.problem().code(), status.problem().detail());
    }

    /** What is under way of a task breaks off. @return whether nothing is any more */
    boolean stopped(String task, String processServer, JobContext job) throws JobFailure {
        Optional<UUID> known = job.remembered(PUSH + task).filter(text -> !text.isEmpty()).map(UUID::fromString);
        if (known.isEmpty()) {
            return true;
        }
        Optional<PushStatus> status = ask(processServer, client -> status(client, known.get()));
        if (status.isEmpty() || status.get().state() != PushStatus.State.RUNNING) {
            return true;
        }
        ask(processServer, client -> {
            client.cancel(known.get());
            return known;
        });
        return false;
    }

    private <T> T ask(String processServer, Question<T> question) throws JobFailure {
        try {
            return question.ask(new PushClient(lines.to(Peer.Kind.PROCESS_SERVER, processServer)));
        } catch (TransferException.Refused e) {
            throw JobFailure.forGood(ErrorCode.INTERNAL, processServer + ": " + e.getMessage());
        } catch (TransferException | ProblemException e) {
            throw JobFailure.recoverable(ErrorCode.PROCESS_SERVER_UNREACHABLE, processServer + ": " + e.getMessage());
        }
    }
}
