package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.agent.scan.ScannedSource;
import secondsite.agent.tracking.TrackedDevice.Change;
import secondsite.agent.tracking.TrackedDevice.Standing;
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
 * A scanned disk, a step at a time and from a seed: the machine writes while the disk is read, processes are killed, power is lost, writes are counted
 * or not. The oracle is what the disk held while it was still, byte by byte.
 */
class ScanSimulationTest {

    /** What is read in one go, so that one thread does all of a scan and a seed says all. */
    private static final int SIZE = 1 << 20;
    private static final int BLOCK = 4 << 10;
    private static final int PIECE = 64 << 10;

    @Test
    void everyPointIsWhatTheDiskHeld() throws Exception {
        int points = 0;
        int compared = 0;
        for (int seed = 0; seed < 25; seed++) {
            World world = live(seed, 50);
            points += world.points;
            compared += world.compared;
        }
        assertThat(points).as("points").isGreaterThan(100);
        assertThat(compared).as("comparisons after a loss of power").isGreaterThan(5);
    }

    @Test
    @Tag("long")
    void theSameManyTimes() throws Exception {
        for (int seed = 1000; seed < 10_000; seed++) {
            live(seed, 100);
        }
    }

    private static World live(int seed, int steps) throws Exception {
        try {
            var world = new World(seed);
            world.live(steps);
            return world;
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** The process is killed here. */
    private static final class KilledException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private static final class World extends SimulatedStillness implements ScannedSource {

        private final Random random;
        private final boolean counts;
        private final Duration limit;
        private final MemoryDisk memory = new MemoryDisk(SIZE);
        private final MemoryDisk replica = new MemoryDisk(SIZE);
        private final SimulatedFolder folder = SimulatedFolder.named("machine");
        private final Disk disk;
        private RoundCapture capture;
        private UUID boot = new UUID(3, 4);
        private boolean mayBeKilled;
        /** Nobody writes for a while. */
        private boolean quiet;
        private long writes;
        private long applied;
        private boolean withinRound;
        private int compared;
        private int points;
        private long ticks;

        World(int seed) throws Exception {
            random = new Random(seed);
            limit = random.nextBoolean() ? Duration.ofSeconds(100) : Duration.ofNanos(1);
            counts = limit.toNanos() == 1 || random.nextBoolean();
            disk = new DiskLayer(memory) {
                @Override
                public void read(ByteBuffer into, long offset) throws IOException {
                    int end = into.limit();
                    for (long at = offset; into.position() < end; at += PIECE) {
                        into.limit((int) Math.min(end, into.position() + (long) PIECE));
                        super.read(into, at);
                        writeSome(2);
                        if (mayBeKilled && random.nextInt(600) == 0) {
                            throw new KilledException();
                        }
                    }
                }

                @Override
                public void close() {}
            };
            folder.folder("spool");
            folder.folder("refuge");
            folder.force();
            open();
            capture.protect(1);
            copy();
        }

        private void open() throws IOException {
            InstantSource clock = () -> Instant.EPOCH.plusMillis(++ticks);
            var settings = new CaptureSettings(new JournalIdentity(new UUID(1, 2), SIZE), 1, boot,
                    new SpoolLimits(64 << 20, 0));
            capture = new RoundDiskOpening(this, 9, folder.folder("spool"), folder.folder("refuge"), settings, this,
                    clock).open();
        }

        private void copy() throws Exception {
            for (int at = 0; at < SIZE; at += 2 * PIECE) {
                var some = ByteBuffer.allocate(2 * PIECE);
                capture.replicated().read(some, at);
                replica.write(some.flip(), at);
            }
            quiet = true;
            long sequence = capture.consistentFrom();
            quiet = false;
            capture.copy(CopyStage.OVER);
            bringTo(sequence);
        }

        /** The machine writes, unless it may not: now and then what was there before. */
        @Override
        void writeSome(int most) {
            for (int i = random.nextInt(most + 1); i > 0 && !isFrozen() && !quiet; i--) {
                var block = ByteBuffer.allocate(BLOCK / 2);
                if (random.nextBoolean()) {
                    random.nextBytes(block.array());
                }
                long at = (long) random.nextInt(SIZE / block.capacity()) * block.capacity();
                memory.write(block, at);
                writes++;
            }
        }

        void live(int steps) throws Exception {
            mayBeKilled = true;
            for (int i = 0; i < steps; i++) {
                writeSome(10);
                try {
                    step();
                } catch (KilledException _) {
                    kill();
                }
            }
            capture.close();
        }

        private void step() throws Exception {
            switch (random.nextInt(14)) {
                case 0 -> kill();
                case 1 -> {
                    capture.close();
                    writeSome(20);
                    boot = random.nextBoolean() ? boot : UUID.randomUUID();
                    open();
                    assertThat(capture.situation().state()).isEqualTo(CaptureState.LOGGING);
                }
                case 2 -> losePower();
                case 3 -> capture.checkpoint();
                case 4 -> capture.look();
                default -> {
                    quiet = random.nextInt(3) == 0;
                    point();
                    quiet = false;
                }
            }
            if (capture.situation().state() != CaptureState.LOGGING) {
                compare();
            }
        }

        private void kill() throws IOException {
            quiet = false;
            folder.endProcess();
            writeSome(20);
            open();
        }

        private void losePower() throws IOException {
            folder.losePower(random);
            boot = new UUID(random.nextLong(), 5);
            writeSome(5);
            open();
            assertThat(capture.situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        }

        private void point() throws Exception {
            byte[] held = new byte[SIZE];
            long sequence;
            try {
                capture.approach();
                writeSome(1);
                try (Hold _ = capture.hold(Duration.ofSeconds(50)).orElseThrow()) {
                    memory.read(ByteBuffer.wrap(held), 0);
                    sequence = capture.mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
                }
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("no point can be made");
                return;
            }
            capture.force();
            assertThat(capture.spool().lastSequence()).isEqualTo(sequence);
            bringTo(sequence);
            assertThat(withinRound).isFalse();
            byte[] has = new byte[SIZE];
            replica.read(ByteBuffer.wrap(has), 0);
            points++;
            assertThat(Arrays.mismatch(has, held)).as("first byte that differs").isNegative();
            capture.checkpoint();
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

        /** What differs from the replica is copied, and nothing else. The replica may have more than was durable here: then it is another one. */
        private void compare() throws Exception {
            compared++;
            mayBeKilled = false;
            if (applied > capture.spool().lastSequence()) {
                capture.restart(applied + 1, GapReason.RECEIVER_AHEAD, "");
            }
            capture.resyncBegins();
            bringTo(capture.spool().lastSequence());
            var here = ByteBuffer.allocate(PIECE);
            for (Optional<Extent> range = capture.nextDirty(0, PIECE); range.isPresent(); range = capture
                    .nextDirty(0, PIECE)) {
                int length = (int) range.get().length();
                capture.replicated().read(here.clear().limit(length), range.get().offset());
                var there = ByteBuffer.allocate(length);
                replica.read(there, range.get().offset());
                if (here.flip().mismatch(there.flip()) >= 0) {
                    capture.copy(List.of(range.get()), here.clear());
                }
                capture.compared(range.get());
                bringTo(capture.spool().lastSequence());
            }
            quiet = true;
            capture.resyncEnds();
            quiet = false;
            mayBeKilled = true;
            assertThat(capture.situation().state()).isEqualTo(CaptureState.LOGGING);
        }

        @Override
        public Duration limit() {
            return limit;
        }

        @Override
        public Disk disk() {
            return disk;
        }

        @Override
        public Standing standing() {
            return new Standing(Change.NONE, "");
        }

        @Override
        public void reopen() {}

        @Override
        public Optional<String> activity() {
            return counts ? Optional.of(Long.toString(writes)) : Optional.empty();
        }

        @Override
        public void close() {}
    }
}
