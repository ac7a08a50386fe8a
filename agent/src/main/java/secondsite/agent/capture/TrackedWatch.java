package secondsite.agent.capture;

import java.io.IOException;
import java.util.Optional;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.TrackedWrites;

/** Hears what is written to a tracked device, and looks whether device and kernel are what they were. Called with the capture's lock held. */
final class TrackedWatch {

    private static final int LOOKS_BETWEEN_CHECKS = 20;

    private final TrackedDevice device;
    private final TrackedWrites writes;
    private final RoundLog log;
    private volatile TrackedDevice.Standing standing;
    private volatile Optional<String> problem = Optional.empty();
    private boolean leftOutChanged;
    private int looks;

    TrackedWatch(TrackedDevice device, TrackedWrites writes, RoundLog log) {
        this.device = device;
        this.writes = writes;
        this.log = log;
        this.standing = device.standing();
    }

    TrackedDevice.Standing standing() {
        return standing;
    }

    Optional<String> problem() {
        return problem;
    }

    /** Something went wrong that the next look may find mended. */
    void trouble(IOException e) {
        problem = Optional.of(String.valueOf(e.getMessage()));
    }

    void look() {
        try {
            listen(looks++ % LOOKS_BETWEEN_CHECKS == 0);
            problem = writes.isRunning() ? Optional.empty() : problem;
        } catch (IOException e) {
            trouble(e);
        }
    }

    /** What was heard is kept for the next process; what was missed is known to it as well. */
    void lastLook() {
        try {
            if (log.isProtected() && writes.isRunning()) {
                drain();
                writes.save();
            }
        } catch (IOException e) {
            trouble(e);
        }
    }

    private void listen(boolean closely) throws IOException {
        if (closely) {
            checkDevice();
        }
        if (writes.isRunning()) {
            drain();
            if (closely) {
                heard(writes::check);
            }
            if (!writes.map().isEmpty()) {
                log.doubt();
            }
            writes.save();
        } else if (closely && standing.usable()) {
            begin();
        }
    }

    private void checkDevice() throws IOException {
        if (leftOutChanged || !device.leavesOutAsBefore()) {
            leftOutChanged = false;
            log.gap(GapReason.LEFT_OUT_CHANGED, "the swap space was given up", true);
        }
        standing = device.standing();
        if (standing.usable()) {
            return;
        }
        if (writes.isRunning()) {
            writes.end();
            log.gap(GapReason.DEVICE_CHANGED, standing.words(), true);
        }
        if (standing.change() == TrackedDevice.Change.REPLACED) {
            begin();
        }
    }

    /** @throws IOException when something is left out that may hold data by now; the next look has it compared */
    void checkLeftOut() throws IOException {
        if (!device.leavesOutAsBefore()) {
            leftOutChanged = true;
            throw new IOException("the swap space of disk " + log.disk() + " was given up");
        }
    }

    /** From now on all that is written is heard. */
    void begin() throws IOException {
        writes.begin();
        standing = device.standing();
    }

    /** Hears of all writes that completed before the call; a comparison is required when some were missed. */
    void drain() throws IOException {
        heard(writes::drain);
    }

    /** Whether all that was written until now was read. */
    boolean isQuiet() throws IOException {
        drain();
        return writes.map().isEmpty();
    }

    private void heard(TellingLock.Step step) throws IOException {
        boolean running = writes.isRunning();
        try {
            step.run();
        } catch (IOException e) {
            if (running) {
                missed(e);
            }
            throw e;
        }
    }

    /** Whoever misses a write knows no more what the disk holds. */
    void missed(IOException why) throws IOException {
        log.gap(GapReason.WRITES_UNTOLD, why.getMessage(), true);
    }

    void checkRunning() throws IOException {
        if (!writes.isRunning()) {
            throw new IOException(standing.usable()
                    ? problem.orElse("nobody tells yet what is written to the disk")
                    : standing.words());
        }
    }
}
