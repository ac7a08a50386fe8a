package secondsite.agent.freeze;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.Hold;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/**
 * Places one mark on several disks at the same moment: no write passes on any of them until each has it, so that a write to one disk
 * that follows a write to another is never on the wrong side alone. Disks are held in the order of their ids, so that two marks at
 * once do not wait for each other.
 */
public final class Marks {

    private final Duration holdLimit;
    private final MonotonicTime time;

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
        List<Capture> ordered = disks.stream().sorted(Comparator.comparing(disk -> disk.identity().disk())).toList();
        long deadline = time.nanos() + holdLimit.toNanos();
        var holds = new ArrayList<Hold>();
        try {
            for (Capture disk : ordered) {
                holds.add(hold(disk, deadline - time.nanos()));
            }
            return mark(ordered, mark);
        } finally {
            holds.reversed().forEach(Hold::close);
        }
    }

    private Hold hold(Capture disk, long nanos) throws IOException, InterruptedException {
        Optional<Hold> hold = disk.hold(Duration.ofNanos(Math.max(0, nanos)));
        return hold.orElseThrow(() -> new IOException("disk " + disk.identity().disk() + " was busy for longer than "
                + holdLimit.toMillis() + " ms; no mark was placed"));
    }

    private static Map<UUID, Long> mark(List<Capture> disks, Record.Mark mark) throws IOException {
        for (Capture disk : disks) {
            disk.checkMarkable();
        }
        var sequences = new LinkedHashMap<UUID, Long>();
        for (Capture disk : disks) {
            sequences.put(disk.identity().disk(), disk.mark(mark));
        }
        return sequences;
    }
}
