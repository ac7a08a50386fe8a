package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.agent.tracking.Reads;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.WriteEvents;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.layer.DiskLayer;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * A tracked disk without a kernel, a step at a time and from a seed: the machine writes whenever the disk is read, processes are killed, events lost.
 * The oracle is what the disk held while it was still, byte by byte.
 */
class TrackedSimulationTest {

    private static final int SIZE = 1 << 20;
    private static final int BLOCK = 4 << 10;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @Test
    void everyPointIsWhatTheDiskHeld() throws Exception {
        int compared = 0;
        for (int seed = 0; seed < 80; seed++) {
            compared += live(seed, 60);
        }
        assertThat(compared).as("comparisons after what was lost").isGreaterThan(20);
    }

    @Test
    @Tag("long")
    void theSameManyTimes() throws Exception {
        for (int seed = 1000; seed < 20_000; seed++) {
            live(seed, 100);
        }
    }

    private static int live(int seed, int steps) throws Exception {
        try {
            return new World(seed).live(steps);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** The process is killed here. */
    private static final class KilledException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /** What the kernel would keep: it goes on when a process ends. */
    private static final class Kernel implements WriteEvents {

        private final Queue<long[]> events = new ArrayDeque<>();
        private boolean recording;
        private boolean lost;
        private long told;

        void completed(long offset, long length) {
            if (recording) {
                events.add(new long[]{offset, length});
            }
        }

        @Override
        public boolean resume(long remembered) {
            return recording && !lost && told == remembered;
        }

        @Override
        public void begin() {
            events.clear();
            recording = true;
            lost = false;
            told = 0;
        }

        @Override
        public void drain(Sink sink) throws IOException {
            check();
            for (long[] event = events.poll(); event != null; event = events.poll()) {
                told++;
                sink.written(event[0], event[1]);
            }
        }

        @Override
        public void check() throws IOException {
            if (lost) {
                throw new LostException("some were lost");
            }
        }

        @Override
        public long told() {
            return told;
        }

        @Override
        public void end() {
            recording = false;
            events.clear();
        }

        @Override
        public void close() {}
    }

    private static final class World extends SimulatedStillness implements TrackedDevice {

        private final Random random;
        private final MemoryDisk memory = new MemoryDisk(SIZE);
        private final MemoryDisk replica = new MemoryDisk(SIZE);
        private final Kernel kernel = new Kernel();
        private final SimulatedFolder folder = SimulatedFolder.named("machine");
        private final Disk disk;
        private RoundCapture capture;
        private long applied;
        private boolean withinRound;
        private int compared;
        private int points;
        private long ticks;

        World(int seed) throws IOException {
            random = new Random(seed);
            disk = new DiskLayer(memory) {
                @Override
                public void read(ByteBuffer into, long offset) throws IOException {
                    super.read(into, offset);
                    writeSome(3);
                    if (random.nextInt(400) == 0) {
                        throw new KilledException();
                    }
                }

                @Override
                public void close() {}
            };
            folder.folder("spool");
            folder.folder("refuge");
            open();
            capture.protect(1);
        }

        private void open() throws IOException {
            InstantSource clock = () -> Instant.EPOCH.plusMillis(++ticks);
            var settings = new CaptureSettings(new JournalIdentity(new UUID(1, 2), SIZE), 1, new UUID(3, 4),
                    new SpoolLimits(64 << 20, 0));
            capture = new RoundDiskOpening(this, folder.folder("spool"), folder.folder("refuge"), settings, this,
                    clock).open();
        }

        @Override
        void writeSome(int most) {
            for (int i = random.nextInt(most + 1); i > 0 && !isFrozen(); i--) {
                var block = ByteBuffer.allocate(BLOCK / 2);
                random.nextBytes(block.array());
                long at = (long) random.nextInt(SIZE / block.capacity()) * block.capacity();
                memory.write(block, at);
                kernel.completed(at, block.capacity());
            }
        }

        int live(int steps) throws Exception {
            for (int i = 0; i < steps; i++) {
                writeSome(10);
                try {
                    step();
                } catch (KilledException _) {
                    kill();
                }
            }
            capture.close();
            assertThat(points).isPositive();
            return compared;
        }

        private void step() throws Exception {
            switch (random.nextInt(14)) {
                case 0 -> kill();
                case 1 -> {
                    capture.close();
                    writeSome(20);
                    open();
                }
                case 2 -> kernel.lost |= random.nextInt(4) == 0;
                case 3 -> capture.checkpoint();
                case 4 -> holdInVain();
                case 5, 6, 7, 8 -> point();
                default -> capture.look();
            }
            for (int i = 0; i < 40 && !capture.status().situation().state().logs(); i++) {
                capture.look();
            }
            if (capture.situation().state() != CaptureState.LOGGING) {
                compare();
            }
        }

        private void holdInVain() throws Exception {
            try {
                capture.hold(LIMIT).orElseThrow().close();
            } catch (WriteEvents.LostException _) {
                // the next look tells
            }
        }

        private void kill() throws IOException {
            folder.endProcess();
            writeSome(20);
            open();
        }

        private void point() throws Exception {
            try {
                capture.approach();
            } catch (WriteEvents.LostException _) {
                return;
            } catch (IOException _) {
                // written too fast: the freeze finds out whether it is all the same
            }
            if (capture.situation().state() != CaptureState.LOGGING) {
                return;
            }
            byte[] held = new byte[SIZE];
            long sequence;
            try (Hold _ = capture.hold(LIMIT).orElseThrow()) {
                sequence = capture.mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
                memory.read(ByteBuffer.wrap(held), 0);
            } catch (WriteEvents.LostException _) {
                return;
            }
            capture.force();
            assertThat(capture.spool().lastSequence()).isEqualTo(sequence);
            assertReplica(sequence, held);
            capture.checkpoint();
            capture.spool().acknowledged(sequence, sequence);
        }

        private void assertReplica(long sequence, byte[] held) throws IOException {
            bringTo(sequence);
            assertThat(withinRound).isFalse();
            byte[] has = new byte[SIZE];
            replica.read(ByteBuffer.wrap(has), 0);
            points++;
            assertThat(Arrays.mismatch(has, held)).as("first byte that differs").isNegative();
        }

        private void bringTo(long sequence) throws IOException {
            if (applied >= sequence) {
                return;
            }
            try (JournalCursor cursor = capture.spool().journal().cursor(applied + 1)) {
                while (applied < sequence) {
                    Optional<Batch> batch = cursor.next(sequence);
                    for (SequencedRecord record : batch.orElseThrow().records()) {
                        if (record.sequence() > applied) {
                            apply(record.record());
                            applied = record.sequence();
                        }
                    }
                }
            }
        }

        private void apply(Record record) {
            switch (record) {
                case Record.Copy copy -> replica.write(copy.data().duplicate(), copy.offset());
                case Record.Mark mark when mark.kind() == MarkKind.RESYNC_BEGINS -> withinRound = true;
                case Record.Mark mark when mark.kind() == MarkKind.RESYNC_ENDED -> withinRound = false;
                default -> {
                    // a point
                }
            }
        }

        /** All that may differ is copied; what is the same would be left out by a comparison. */
        private void compare() throws Exception {
            compared++;
            if (capture.situation().state() == CaptureState.RESYNC_REQUIRED) {
                capture.resyncBegins();
            }
            var buffer = ByteBuffer.allocate(1 << 20);
            for (Optional<Extent> range = capture.nextDirty(0, 64 << 10); range.isPresent(); range = capture
                    .nextDirty(0, 64 << 10)) {
                capture.copy(List.of(range.get()), buffer.clear());
                capture.compared(range.get());
            }
            capture.resyncEnds();
            assertThat(capture.situation().state()).isEqualTo(CaptureState.LOGGING);
        }

        @Override
        public Duration limit() {
            return LIMIT;
        }

        @Override
        public Disk disk() {
            return disk;
        }

        @Override
        public Reads reads() {
            return Reads.inTurn(disk);
        }

        @Override
        public WriteEvents events() {
            return kernel;
        }

        @Override
        public Standing standing() {
            return new Standing(Change.NONE, "");
        }

        @Override
        public UUID incarnation() {
            return new UUID(5, 6);
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }
}
