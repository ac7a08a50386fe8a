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
 * Disks of this machine on which no write passes until this is closed. They are held in the order of their ids, so that two who hold
 * at once do not wait for each other. For the thread that holds them alone.
 */
public final class HeldDisks implements AutoCloseable {

    private final List<Capture> disks;
    private final List<Hold> holds = new ArrayList<>();

    private HeldDisks(List<Capture> disks) {
        this.disks = disks.stream().sorted(Comparator.comparing(disk -> disk.identity().disk())).toList();
    }

    /**
     * Waits for the writes under way, and lets no other pass.
     *
     * @param limit for all disks together
     * @throws IOException when one could not be held in time; none is held then
     */
    public static HeldDisks hold(List<Capture> disks, Duration limit, MonotonicTime time)
            throws IOException, InterruptedException {
        var held = new HeldDisks(disks);
        for (Capture disk : held.disks) {
            disk.approach();
        }
        long deadline = time.nanos() + limit.toNanos();
        try {
            for (Capture disk : held.disks) {
                held.holds.add(hold(disk, deadline - time.nanos(), limit));
            }
            return held;
        } catch (IOException | InterruptedException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static Hold hold(Capture disk, long nanos, Duration limit) throws IOException, InterruptedException {
        Optional<Hold> hold = disk.hold(Duration.ofNanos(Math.max(0, nanos)));
        return hold.orElseThrow(() -> new IOException("disk " + disk.identity().disk() + " was busy for longer than "
                + limit.toMillis() + " ms; no mark was placed"));
    }

    /**
     * Places the mark on all of them.
     *
     * @return its sequence on each disk
     * @throws IOException when a disk cannot take a mark now; disks that were marked before have one that does not count, because the
     *                     others lack it
     */
    public Map<UUID, Long> mark(Record.Mark mark) throws IOException {
        for (Capture disk : disks) {
            disk.checkMarkable();
        }
        var sequences = new LinkedHashMap<UUID, Long>();
        for (Capture disk : disks) {
            sequences.put(disk.identity().disk(), disk.mark(mark));
        }
        return sequences;
    }

    /** Lets writes pass. */
    @Override
    public void close() {
        holds.reversed().forEach(Hold::close);
        holds.clear();
    }
}
