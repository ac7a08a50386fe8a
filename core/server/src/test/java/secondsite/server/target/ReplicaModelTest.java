package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import secondsite.engine.disk.Disk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.server.target.past.PastDisk;

/** Random histories: every point that can be opened equals the array of bytes that the source was then. */
class ReplicaModelTest {

    private static final int SIZE = 96 * 1024 + 77;
    private static final JournalSettings SETTINGS = new JournalSettings(24 << 10);

    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyPointEqualsItsModel(int seed) throws IOException {
        try (var history = new RandomHistory(seed)) {
            history.run(60);
        }
    }

    @Test
    @Tag("long")
    void everyPointEqualsItsModelOverThousandsOfSeeds() throws IOException {
        for (int seed = 1000; seed < 4000; seed++) {
            try (var history = new RandomHistory(seed)) {
                history.run(60);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static final class RandomHistory implements AutoCloseable {

        private final Random random;
        private final SimulatedFolder folder = SimulatedFolder.named("replica");
        private final SourceDisk source;
        private final TreeMap<Long, PastDisk> held = new TreeMap<>();
        private final Set<Long> pinned = new TreeSet<>();
        private final Set<Long> destroyed = new TreeSet<>();
        private Replica replica;
        private long forced;
        private boolean thinned;
        private boolean resync;

        RandomHistory(int seed) throws IOException {
            random = new Random(seed);
            source = new SourceDisk(SIZE, 0, random);
            replica = Replica.create(folder, source.identity(), random.nextLong(), SETTINGS, () -> Instant.EPOCH);
            initialCopy();
        }

        void run(int steps) throws IOException {
            for (int i = 0; i < steps; i++) {
                step();
            }
            assertAll();
            reopen();
            assertAll();
        }

        private void initialCopy() throws IOException {
            for (int at = 0; at < SIZE;) {
                int to = Math.min(SIZE, at + 1 + random.nextInt(40_000));
                replica.copy(source.copy(at, to));
                at = to;
                ship();
                if (random.nextInt(4) == 0) {
                    replica.forceCopy();
                }
            }
            force();
            replica.finishCopy(forced);
        }

        private void step() throws IOException {
            switch (random.nextInt(13)) {
                case 0 -> force();
                case 1 -> markResync();
                case 2 -> giveUp();
                case 3 -> thin();
                case 4 -> hold();
                case 5 -> letGo();
                case 6 -> pin();
                case 7 -> unpin();
                case 8 -> assertSome();
                case 9 -> reopenSometimes();
                case 10 -> destroy();
                default -> ship();
            }
        }

        private void ship() throws IOException {
            replica.journal().append(source.write(1 + random.nextInt(6)));
        }

        private void force() throws IOException {
            replica.journal().force();
            forced = source.last();
        }

        /** The journal may force what it appended at any time, and never knows less than what was forced. */
        private long durable() {
            long durable = replica.journal().durableSequence();
            assertThat(durable).isBetween(forced, source.last());
            return durable;
        }

        private void markResync() throws IOException {
            replica.journal().append(resync ? source.endResync() : source.beginResync());
            resync = !resync;
        }

        private void giveUp() throws IOException {
            Set<Long> kept = kept();
            replica.history().giveUpBefore(anySequence());
            kept.forEach(this::assertRecoverable);
        }

        private void thin() throws IOException {
            Set<Long> keepers = new TreeSet<>();
            for (int i = 0; i < 4; i++) {
                long keeper = anySequence();
                if (replica.whyNotRecoverable(keeper).isEmpty()) {
                    keepers.add(keeper);
                }
            }
            Set<Long> kept = kept();
            kept.addAll(keepers);
            replica.history().thin(keepers);
            thinned = true;
            kept.forEach(this::assertRecoverable);
        }

        /** Everything else stays as recoverable as it was; where somebody holds a point of the range, nothing changes. */
        private void destroy() throws IOException {
            long first = anySequence();
            long last = first + random.nextInt(12);
            List<Long> before = Pasts.recoverable(replica);
            var range = new SequenceRange(first, last);
            boolean waits = replica.destroy(range).isPresent() && !replica.gone(range);
            List<Long> after = Pasts.recoverable(replica);
            if (waits) {
                assertThat(after).containsAll(before);
                assertThat(kept().stream().anyMatch(sequence -> sequence >= first && sequence <= last)
                        || before.stream().allMatch(sequence -> sequence <= last)).as("there is a reason").isTrue();
            } else {
                LongStream.rangeClosed(first, last).forEach(destroyed::add);
                assertThat(after)
                        .containsAll(before.stream().filter(sequence -> !destroyed.contains(sequence)).toList())
                        .noneMatch(destroyed::contains);
            }
        }

        private Set<Long> kept() {
            Set<Long> kept = new TreeSet<>(pinned);
            kept.addAll(held.keySet());
            return kept;
        }

        private void assertRecoverable(long sequence) {
            try {
                assertThat(replica.whyNotRecoverable(sequence)).isEmpty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private void hold() throws IOException {
            long sequence = anySequence();
            if (replica.whyNotRecoverable(sequence).isEmpty() && !held.containsKey(sequence)) {
                held.put(sequence, replica.past(sequence));
            }
        }

        private void letGo() throws IOException {
            var some = held.pollFirstEntry();
            if (some != null) {
                assertEquals(some.getValue(), some.getKey());
                some.getValue().close();
            }
        }

        private void pin() throws IOException {
            long sequence = anySequence();
            if (replica.whyNotRecoverable(sequence).isEmpty()) {
                replica.pin(sequence, "because", "anna");
                pinned.add(sequence);
            }
        }

        private void unpin() throws IOException {
            for (long sequence : List.copyOf(pinned)) {
                replica.unpin(sequence);
                pinned.remove(sequence);
            }
        }

        private void reopenSometimes() throws IOException {
            if (random.nextInt(3) == 0) {
                reopen();
            }
        }

        private void reopen() throws IOException {
            for (PastDisk disk : held.values()) {
                disk.close();
            }
            held.clear();
            replica.close();
            replica = Replica.open(folder, SETTINGS, () -> Instant.EPOCH);
            forced = source.last();
        }

        private void assertSome() throws IOException {
            for (int i = 0; i < 3; i++) {
                assertSequence(anySequence());
            }
            for (var some : held.entrySet()) {
                assertEquals(some.getValue(), some.getKey());
            }
        }

        private void assertAll() throws IOException {
            List<Long> told = new ArrayList<>();
            for (SequenceRange range : replica.recoverableRanges()) {
                LongStream.rangeClosed(range.first(), range.last()).forEach(told::add);
            }
            List<Long> opened = new ArrayList<>();
            for (long sequence = 0; sequence <= source.last(); sequence++) {
                if (assertSequence(sequence)) {
                    opened.add(sequence);
                }
            }
            assertThat(told).isEqualTo(opened);
            assertThat(opened).isNotEmpty().containsAll(pinned);
        }

        private boolean assertSequence(long sequence) throws IOException {
            forced = durable();
            boolean expected = sequence >= replica.history().state().oldest() && sequence <= forced
                    && !source.inResync(sequence) && !destroyed.contains(sequence);
            boolean recoverable = replica.whyNotRecoverable(sequence).isEmpty();
            if (!recoverable) {
                assertThat(expected && !thinned).as("sequence %d is kept", sequence).isFalse();
                assertThatThrownBy(() -> replica.past(sequence)).isInstanceOf(NotRecoverableException.class);
                return false;
            }
            assertThat(expected).as("sequence %d may be opened", sequence).isTrue();
            try (PastDisk disk = replica.past(sequence)) {
                assertEquals(disk, sequence);
            }
            return true;
        }

        private void assertEquals(Disk disk, long sequence) throws IOException {
            byte[] model = source.states.get(sequence);
            var read = ByteBuffer.allocateDirect(SIZE);
            disk.read(read, 0);
            assertThat(read.flip().mismatch(ByteBuffer.wrap(model))).as("first difference at sequence %d", sequence)
                    .isNegative();
            int at = random.nextInt(SIZE);
            var part = ByteBuffer.allocate(random.nextInt(SIZE - at) + 1);
            disk.read(part, at);
            assertThat(part.flip().mismatch(ByteBuffer.wrap(model, at, part.capacity()))).isNegative();
        }

        private long anySequence() {
            return Math.max(0, source.last() - random.nextInt(60));
        }

        @Override
        public void close() throws IOException {
            for (PastDisk disk : held.values()) {
                disk.close();
            }
            replica.close();
        }
    }
}
