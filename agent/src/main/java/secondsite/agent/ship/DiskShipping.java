package secondsite.agent.ship;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.capture.GapReason;
import secondsite.engine.journal.Journal;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingLoop;
import secondsite.engine.ship.ShippingProgress;
import secondsite.engine.ship.ShippingSettings;
import secondsite.engine.ship.ShippingState;

/**
 * Keeps one disk's shipping going: begins it, once it is sure that the receiver's records come from this spool; lets the spool forget
 * what arrived; and when both sides do not fit, begins the spool anew where the receiver stands, or fences the disk off. What a disk that
 * was failed over has left is still sent, as long as it is taken. {@link #step} is called by one thread from time to time, the rest by any.
 */
public final class DiskShipping implements Closeable {

    /** What goes along with every loop. */
    public record Means(ShippingSettings settings, Bandwidth bandwidth, InstantSource clock, MonotonicTime time,
            RandomGenerator random) {}

    private final Capture capture;
    private final Receiver receiver;
    private final Means means;
    private volatile ShippingLoop loop;
    private volatile Optional<String> problem = Optional.empty();
    private Journal shipped;
    private volatile boolean unreadable;

    public DiskShipping(Capture capture, Receiver receiver, Means means) {
        this.capture = capture;
        this.receiver = receiver;
        this.means = means;
    }

    /** Looks at how shipping goes, and does what is needed. */
    public void step() {
        try {
            look();
            problem = Optional.empty();
        } catch (IOException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void look() throws IOException {
        if (fenced() && !capture.met()) {
            stop();
            return;
        }
        if (capture.recoverSpool()) {
            stop();
        }
        if (loop != null && shipped == capture.spool().journal()) {
            heed(loop.progress().state());
        } else if (capture.met() || meet()) {
            begin();
        }
    }

    private boolean fenced() {
        return capture.status().situation().state() == CaptureState.FENCED;
    }

    /** @return whether it is known that the receiver's records come from this spool */
    private boolean meet() throws IOException {
        switch (receiver.position()) {
            case Answer.Accepted accepted when accepted.position().gatewaySequence() == 0 -> capture.meet();
            case Answer.Accepted accepted -> capture.restart(accepted.position().gatewaySequence() + 1,
                    GapReason.RECEIVER_AHEAD, "this spool is new, the receiver has records already");
            case Answer.StaleEpoch stale -> capture.refused(stale.receiverEpoch());
            case Answer other -> throw new IOException("the receiver cannot be met: " + other);
        }
        return capture.met();
    }

    private void begin() throws IOException {
        stop();
        shipped = capture.spool().journal();
        var route = new ShippingLoop.Route(shipped, receiver, means.bandwidth());
        loop = new ShippingLoop(route, means.settings(), means.clock(), means.time(), means.random(), this::arrived);
        loop.start();
    }

    private void arrived(Position position) {
        unreadable = false;
        try {
            capture.spool().acknowledged(position.gatewaySequence(), position.targetSequence());
        } catch (IOException e) {
            problem = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void heed(ShippingState state) throws IOException {
        switch (state) {
            case ShippingState.Fenced fenced -> refused(fenced.receiverEpoch());
            case ShippingState.EpochOver over -> anew(over.expectedSequence(), GapReason.FAILED_OVER,
                    "epoch " + over.receiverEpoch() + " began before record " + over.expectedSequence() + " arrived");
            case ShippingState.ReceiverAhead ahead -> anew(ahead.receiverSequence() + 1, GapReason.RECEIVER_AHEAD,
                    "it has records up to " + ahead.receiverSequence() + ", the spool to " + ahead.lastSequence());
            case ShippingState.ReceiverTooFarBehind behind -> anew(behind.expectedSequence(), GapReason.RECEIVER_BEHIND,
                    "it needs record " + behind.expectedSequence() + ", the spool begins at "
                            + behind.firstSequence());
            case ShippingState.SourceFailed failed -> sourceFailed(failed.reason());
            default -> {
                // it goes on by itself
            }
        }
    }

    /** The loop stays as it ended: it knows how far the receiver was. */
    private void refused(int receiverEpoch) throws IOException {
        boolean arrived = loop.progress().position().targetSequence() >= capture.spool().lastSequence();
        if (!fenced() || !arrived) {
            capture.refused(receiverEpoch);
        }
    }

    /** What a disk that was failed over has left cannot be sent any more then: whoever lets it come back has it compared. */
    private void anew(long firstSequence, GapReason reason, String detail) throws IOException {
        if (fenced()) {
            capture.gap(reason, detail, true);
        } else {
            stop();
            capture.restart(firstSequence, reason, detail);
        }
    }

    /**
     * A spool that could not be written is the capture's to mend. One that could not be read once may be so by chance; twice, and it is
     * begun anew.
     */
    private void sourceFailed(String reason) throws IOException {
        long next = loop.progress().position().gatewaySequence() + 1;
        stop();
        if (capture.spool().failed()) {
            capture.checkpoint();
        } else if (unreadable) {
            anew(next, GapReason.SPOOL_DAMAGED, reason);
        }
        unreadable = true;
    }

    private void stop() throws IOException {
        if (loop != null) {
            ShippingLoop ending = loop;
            loop = null;
            ending.close();
        }
    }

    /** There is something new. */
    public void wake() {
        ShippingLoop now = loop;
        if (now != null) {
            now.wake();
        }
    }

    /** How shipping goes; empty while it has not begun. */
    public Optional<ShippingProgress> progress() {
        return Optional.ofNullable(loop).map(ShippingLoop::progress);
    }

    /** What keeps it from going on. */
    public Optional<String> problem() {
        return problem;
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
