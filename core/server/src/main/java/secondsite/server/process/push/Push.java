package secondsite.server.process.push;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStatus;
import secondsite.api.installation.PushStep;

/** One order that is carried out, or was. What it was signed in with is forgotten when it is over. */
final class Push {

    private static final Logger LOG = LoggerFactory.getLogger(Push.class);

    /** With what it is carried out. */
    record Means(Ssh ssh, Preflight preflight, Steps steps, InstantSource clock) {}

    private final Means means;
    private final PushProgress progress = new PushProgress();
    private final AtomicReference<RemoteRoot> connection = new AtomicReference<>();
    private final Thread thread;
    private volatile boolean cancelled;
    private volatile Instant ended;

    private Push(PushOrder order, Means means) {
        this.means = means;
        thread = Thread.ofVirtual().name("push to " + order.machine().address()).unstarted(() -> carryOut(order));
    }

    static Push begin(PushOrder order, Means means) {
        var push = new Push(order, means);
        push.thread.start();
        return push;
    }

    PushStatus status() {
        return progress.status();
    }

    boolean over() {
        return progress.over();
    }

    /** When it was over; empty before. */
    Optional<Instant> ended() {
        return Optional.ofNullable(ended);
    }

    /** What is under way on the machine breaks off; it ends soon. */
    void cancel() {
        cancelled = true;
        thread.interrupt();
        Optional.ofNullable(connection.get()).ifPresent(RemoteRoot::close);
    }

    void await() throws InterruptedException {
        thread.join();
    }

    private void carryOut(PushOrder order) {
        var keys = new HostKeys(Optional.ofNullable(order.machine().hostKey()), order.trustNewKey());
        try {
            attempt(order, keys);
            progress.done();
        } catch (PushFailure failure) {
            failed(failure);
        } catch (InterruptedException _) {
            progress.failed(new ReportedProblem(ErrorCode.CANCELLED, "it was broken off"), false);
        } catch (RuntimeException | Error e) {
            LOG.error("push of step {} to {}: {}", order.step(), order.machine().address(), e.toString(), e);
            progress.failed(new ReportedProblem(ErrorCode.INTERNAL, e.toString()), true);
        } finally {
            keys.shown().ifPresent(progress::hostKey);
            ended = means.clock().instant();
        }
    }

    private void failed(PushFailure failure) {
        progress.failed(cancelled ? new ReportedProblem(ErrorCode.CANCELLED, "it was broken off") : failure.problem(),
                failure.recoverable() && !cancelled);
    }

    private void attempt(PushOrder order, HostKeys keys) throws PushFailure, InterruptedException {
        RemoteRoot machine;
        try {
            machine = means.ssh().open(order.machine(), order.signIn(), keys, () -> cancelled);
        } catch (PushFailure failure) {
            if (order.step() == PushStep.PREFLIGHT && Stages.knows(failure) && !cancelled) {
                means.preflight().unreached(failure, order, keys, progress);
                return;
            }
            throw failure;
        }
        try (machine) {
            connection.set(machine);
            keys.shown().ifPresent(progress::hostKey);
            if (cancelled) {
                throw new InterruptedException();
            }
            if (order.step() == PushStep.PREFLIGHT) {
                means.preflight().look(machine, order, keys, progress);
            } else {
                means.steps().take(machine, order, progress);
            }
        } finally {
            connection.set(null);
        }
    }
}
