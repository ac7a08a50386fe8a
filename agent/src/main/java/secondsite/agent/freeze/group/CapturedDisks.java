package secondsite.agent.freeze.group;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import secondsite.agent.capture.Capture;
import secondsite.agent.freeze.HeldDisks;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/** The captured disks of this machine. */
final class CapturedDisks implements MemberDisks {

    private final Supplier<List<Capture>> disks;
    private final MonotonicTime time;
    private final Runnable marked;
    private List<Capture> current = List.of();
    private HeldDisks held;

    /** @param disks those that are protected now, @param marked hears that a mark is durable in the spools */
    CapturedDisks(Supplier<List<Capture>> disks, MonotonicTime time, Runnable marked) {
        this.disks = disks;
        this.time = time;
        this.marked = marked;
    }

    @Override
    public void check() throws IOException {
        current = disks.get();
        if (current.isEmpty()) {
            throw new IOException("no disk of this machine is protected");
        }
        for (Capture disk : current) {
            disk.checkMarkable();
        }
    }

    @Override
    public void hold(Duration limit) throws IOException, InterruptedException {
        check();
        held = HeldDisks.hold(current, limit, time);
    }

    @Override
    public void mark(Record.Mark mark) throws IOException {
        held.mark(mark);
    }

    @Override
    public void release() {
        if (held != null) {
            held.close();
            held = null;
        }
    }

    @Override
    public void force() throws IOException {
        for (Capture disk : current) {
            disk.force();
            disk.checkMarkable();
        }
        marked.run();
    }
}
