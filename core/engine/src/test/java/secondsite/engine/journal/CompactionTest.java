package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** What thinning keeps is told as before; the model replays everything that was ever written. */
class CompactionTest {

    private static final int SEGMENT_BYTES = 24 << 10;

    private final Past past = new Past(Workload.DISK_BYTES, 1);

    private Journal filled(Random random, SimulatedFolder folder) throws IOException {
        Workload workload = new Workload(random, past);
        Journal journal = workload.open(folder, SEGMENT_BYTES);
        for (int i = 0; i < 250; i++) {
            workload.step(journal);
        }
        journal.seal();
        return journal;
    }

    private static List<Long> keepers(Random random, long last, int wanted) {
        TreeSet<Long> keepers = new TreeSet<>();
        while (keepers.size() < wanted) {
            keepers.add(random.nextLong(last + 1));
        }
        return new ArrayList<>(keepers);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void keepsEveryKeeperAndWhatItStillCallsRecoverable(long seed) throws IOException {
        Random random = new Random(seed);
        SimulatedFolder folder = SimulatedFolder.named("machine");
        Journal journal = filled(random, folder);
        List<Long> keepers = keepers(random, journal.lastSequence(), 2 + random.nextInt(12));
        long before = journal.bytes();
        long given = journal.compact(keepers);
        assertThat(journal.bytes()).isEqualTo(before - given);
        assertKept(journal, keepers);
        List<Long> fewer = keepers.stream().filter(k -> k.equals(keepers.getFirst()) || random.nextInt(3) == 0)
                .toList();
        journal.compact(fewer);
        assertKept(journal, fewer);
        journal.close();
        Journal again = new Workload(random, past).open(folder, SEGMENT_BYTES);
        assertKept(again, fewer);
        assertThat(again.bytes()).isLessThan(before);
        again.close();
    }

    private void assertKept(Journal journal, List<Long> keepers) throws IOException {
        for (long keeper : keepers) {
            assertThat(journal.recoverableAt(keeper)).isEqualTo(keeper);
        }
        long recoverable = 0;
        for (long sequence = 0; sequence <= journal.lastSequence(); sequence++) {
            long at = journal.recoverableAt(sequence);
            if (at == sequence) {
                recoverable = sequence;
                if (sequence % 7 == 0 || keepers.contains(sequence)) {
                    past.assertDiskOf(journal, sequence);
                }
            } else {
                assertThat(at).isEqualTo(recoverable);
                assertNotServed(journal, sequence);
            }
        }
        assertReplayGivesTheDisk(journal, keepers);
    }

    private static void assertNotServed(Journal journal, long sequence) {
        assertThatThrownBy(() -> journal.view(sequence)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("thinned");
    }

    /** What a target does to its base image: the batches in order, up to each keeper. */
    private void assertReplayGivesTheDisk(Journal journal, List<Long> keepers) throws IOException {
        Past replayed = new Past(Workload.DISK_BYTES, 1);
        long next = 1;
        try (JournalCursor cursor = journal.cursor(1)) {
            for (Optional<Batch> batch = cursor.next(Long.MAX_VALUE); batch.isPresent(); batch = cursor
                    .next(Long.MAX_VALUE)) {
                assertThat(batch.get().firstSequence()).isEqualTo(next);
                for (SequencedRecord record : batch.get().records()) {
                    assertThat(record.record()).isEqualTo(past.at(record.sequence()));
                    replayed.add(record.record());
                }
                next = batch.get().lastSequence() + 1;
                if (keepers.contains(next - 1)) {
                    assertThat(replayed.disk(replayed.last())).isEqualTo(past.disk(next - 1));
                }
            }
        }
        assertThat(next).isEqualTo(journal.lastSequence() + 1);
    }

    private Journal overAndOver(SimulatedFolder folder) throws IOException {
        Journal journal = new Workload(new Random(3), past).open(folder, SEGMENT_BYTES);
        for (int i = 0; i < 400; i++) {
            Record write = new Record.Write(i % 4 * 4096, ByteBuffer.wrap(bytes(i)), false);
            past.add(write);
            journal.append(List.of(write));
        }
        journal.seal();
        return journal;
    }

    @Test
    void givesBackMostOfADiskThatIsWrittenOverAndOver() throws IOException {
        Journal journal = overAndOver(SimulatedFolder.named("machine"));
        long before = journal.bytes();
        long given = journal.compact(List.of(0L, 200L, 400L));
        assertThat(given).isGreaterThan(before * 9 / 10);
        past.assertDiskOf(journal, 200);
        past.assertDiskOf(journal, 400);
        assertThat(journal.compact(List.of(0L, 200L, 400L))).isZero();
        journal.close();
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[4096];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Test
    void keepsWhatTellsOfAResyncAndForgetsOtherMarksInBetween() throws IOException {
        SimulatedFolder folder = SimulatedFolder.named("machine");
        Journal journal = new Workload(new Random(3), past).open(folder, SEGMENT_BYTES);
        for (int i = 0; i < 60; i++) {
            journal.append(List.of(new Record.Write(0, ByteBuffer.wrap(bytes(i)), false)));
            MarkKind kind = i == 20 ? MarkKind.RESYNC_BEGINS : i == 25 ? MarkKind.RESYNC_ENDED : MarkKind.BOOKMARK;
            journal.append(List.of(new Record.Mark(kind, new UUID(0, i), "mark " + i)));
        }
        journal.seal();
        journal.compact(List.of(0L, 80L, 120L));
        assertThat(journal.marks()).extracting(MarkEntry::sequence).contains(42L, 52L, 80L, 120L)
                .hasSizeLessThan(20);
        journal.close();
    }

    @Test
    void leavesSegmentsInUseAlone() throws IOException {
        Journal journal = overAndOver(SimulatedFolder.named("machine"));
        List<Long> keepers = List.of(0L, journal.lastSequence());
        try (JournalView view = journal.view(201)) {
            assertThat(journal.compact(keepers)).isPositive();
            assertThat(journal.recoverableAt(201)).isEqualTo(201);
            assertThat(journal.recoverableAt(301)).isLessThan(301);
            past.assertDiskOf(journal, view.sequence());
        }
        journal.compact(keepers);
        assertThat(journal.recoverableAt(201)).isZero();
        past.assertDiskOf(journal, 400);
        journal.close();
    }

    @Test
    void aCrashAtAnyCallKeepsEveryKeeper() {
        LongStream.range(0, 120).forEach(seed -> {
            try {
                crash(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        });
    }

    private void crash(Random random) throws IOException {
        past.cut(0);
        SimulatedFolder disk = SimulatedFolder.named("machine");
        Journal journal = filled(random, disk);
        List<Long> keepers = keepers(random, journal.lastSequence(), 4);
        journal.close();
        Faults faults = new Faults(random);
        Workload workload = new Workload(random, past);
        Journal crashing = workload.open(new FailingFolder(disk, faults), SEGMENT_BYTES);
        long lastBefore = crashing.lastSequence();
        faults.fail(random.nextInt(400), Faults.Kind.values()[random.nextInt(3)], random.nextBoolean());
        try {
            crashing.compact(keepers);
        } catch (IOException theEnd) {
            assertThat(theEnd).hasMessageContaining("simulated");
        }
        faults.heal();
        if (random.nextBoolean()) {
            for (long keeper : keepers) {
                past.assertDiskOf(crashing, keeper);
            }
        }
        if (random.nextBoolean()) {
            disk.losePower(random);
        }
        disk.endProcess();
        Journal again = workload.open(disk, SEGMENT_BYTES);
        assertThat(again.lastSequence()).isEqualTo(lastBefore);
        assertThat(disk.names()).noneMatch(name -> name.endsWith(".unfinished"));
        for (long keeper : keepers) {
            past.assertDiskOf(again, keeper);
        }
        again.compact(keepers);
        for (long keeper : keepers) {
            past.assertDiskOf(again, keeper);
        }
        again.close();
    }
}
