package secondsite.agent.freeze;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.agent.capture.Capture;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * Places one mark on several disks at the same moment: no write passes on any of them until each has it, so that a write to one disk
 * that follows a write to another is never on the wrong side alone.
 */
public final class Marks {

    private final Duration holdLimit;
    private final MonotonicTime time;

    /** What must be so while the disks are held. */
    public interface Condition {

        /** @throws IOException when it is not; no mark is placed then */
        void check() throws IOException;
    }

    /** @param holdLimit how long all holds may take together; then they are dropped and no mark is made */
    public Marks(Duration holdLimit, MonotonicTime time) {
        this.holdLimit = holdLimit;
        this.time = time;
    }

    /**
     * Places the mark.
     *
     * @return its sequence on each disk
     * @throws IOException when a disk could not be held in time, or cannot take a mark now; disks that were marked before have one
     *                     that does not count, because the others lack it
     */
    public Map<UUID, Long> place(List<Capture> disks, Record.Mark mark) throws IOException, InterruptedException {
        return place(disks, mark, () -> {
        });
    }

    /**
     * Places the mark, if something is so at a moment when all disks are held: what they hold then is what the mark stands for, however
     * long it takes to place it.
     */
    public Map<UUID, Long> place(List<Capture> disks, Record.Mark mark, Condition condition)
            throws IOException, InterruptedException {
        try (HeldDisks held = HeldDisks.hold(disks, holdLimit, time)) {
            condition.check();
            return held.mark(mark);
        }
    }
}
