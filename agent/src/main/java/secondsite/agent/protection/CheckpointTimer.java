package secondsite.agent.protection;

import java.io.Closeable;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.Capture;

/** Makes a checkpoint of a capture every few seconds, and sooner when much was written. */
public final class CheckpointTimer implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTimer.class);
    private static final int EVERY_SECONDS = 10;
    private static final long EVERY_BYTES = 256L << 20;

    private final Capture capture;
    private final Pulse pulse;
    private int seconds;
    private long bytes;
    private String told = "";

    public CheckpointTimer(Capture capture) {
        this.capture = capture;
        this.pulse = new Pulse("checkpoint " + capture.identity().disk(), 1000, this::second);
    }

    public void start() {
        pulse.start();
    }

    private void second() {
        long appended = capture.spool().appendedBytes();
        if (++seconds >= EVERY_SECONDS || appended - bytes >= EVERY_BYTES) {
            seconds = 0;
            bytes = appended;
            checkpoint();
        }
    }

    private void checkpoint() {
        try {
            capture.checkpoint();
            told = "";
        } catch (IOException e) {
            if (!told.equals(e.getMessage())) {
                LOG.warn("disk {}: no checkpoint could be made: {}", capture.identity().disk(), e.getMessage());
                told = String.valueOf(e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        pulse.close();
    }
}
