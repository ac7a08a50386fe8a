package secondsite.agent.protection;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.Spool;

/**
 * Makes a checkpoint of a capture every few seconds, and sooner when much was written; seals what is full in its spool before an append
 * has to wait for that.
 */
public final class CheckpointTimer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTimer.class);
    private static final int BEAT_MILLIS = 100;
    private static final int EVERY_BEATS = 100;

    private final Capture capture;
    private final boolean shipped;
    private final Pulse pulse;
    private int beats;
    private long bytes;
    private String told = "";

    /** @param shipped whether somebody ships what is in the spool; otherwise it is forgotten when the spool becomes half full */
    public CheckpointTimer(Capture capture, boolean shipped) {
        this.capture = capture;
        this.shipped = shipped;
        this.pulse = new Pulse("checkpoint " + capture.identity().disk(), BEAT_MILLIS, this::beat);
    }

    public void start() {
        pulse.start();
    }

    /** One look; the thread makes ten a second. */
    void beat() {
        long appended = capture.spool().appendedBytes();
        if (++beats >= EVERY_BEATS || appended - bytes > capture.spool().level().limitBytes() / 4) {
            beats = 0;
            bytes = appended;
            attempt("no checkpoint could be made", this::checkpoint);
        } else if (capture.spool().wantsForce()) {
            attempt("the spool could not be made durable", capture::force);
        }
    }

    private void checkpoint() throws IOException {
        capture.checkpoint();
        Spool spool = capture.spool();
        if (!shipped && spool.isOpen()) {
            spool.acknowledged(spool.lastSequence(), 0);
        }
    }

    private interface Step {

        void run() throws IOException;
    }

    private void attempt(String failure, Step step) {
        try {
            step.run();
            told = "";
        } catch (IOException e) {
            if (!told.equals(e.getMessage())) {
                LOG.warn("disk {}: {}: {}", capture.identity().disk(), failure, e.getMessage());
                told = String.valueOf(e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        pulse.close();
    }
}
