package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** What is cleared away between two states is gone; everything else is told as before. */
class ClearingTest {

    private static final int SEGMENT_BYTES = 24 << 10;

    private final Past past = new Past(Workload.DISK_BYTES, 1);

    @Test
    void allButWhatIsClearedIsToldAsBefore() {
        LongStream.range(0, 12).forEach(seed -> {
            try {
                clearAgainAndAgain(new Random(seed));
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        });
    }

    private void clearAgainAndAgain(Random random) throws IOException {
        past.cut(0);
        Workload workload = new Workload(random, past);
        SimulatedFolder folder = SimulatedFolder.named("machine");
        Journal journal = workload.open(folder, SEGMENT_BYTES);
        for (int i = 0; i < 150; i++) {
            workload.step(journal);
        }
        journal.force();
        Set<Long> recoverable = recoverable(journal);
        for (int round = 0; round < 4; round++) {
            List<Long> all = new ArrayList<>(recoverable);
            int first = random.nextInt(all.size() - 1);
            int last = Math.min(all.size() - 1, first + 1 + random.nextInt(round == 3 ? all.size() : 60));
            long after = all.get(first);
            long until = all.get(last);
            assertThat(journal.clear(after, until)).isTrue();
            assertCleared(journal, recoverable, after, until);
            recoverable = recoverable(journal);
            assertThat(journal.clear(after, until)).isTrue();
            assertThat(recoverable(journal)).isEqualTo(recoverable);
            for (int i = 0; i < 10; i++) {
                workload.step(journal);
            }
            recoverable = recoverable(journal);
        }
        journal.close();
        journal = workload.open(folder, SEGMENT_BYTES);
        assertThat(recoverable(journal)).containsAll(recoverable);
        for (long sequence : recoverable) {
            past.assertDiskOf(journal, sequence);
        }
        journal.close();
    }

    private static Set<Long> recoverable(Journal journal) throws IOException {
        Set<Long> all = new TreeSet<>();
        for (long sequence = 0; sequence <= journal.lastSequence(); sequence++) {
            if (journal.recoverableAt(sequence) == sequence) {
                all.add(sequence);
            }
        }
        return all;
    }

    private void assertCleared(Journal journal, Set<Long> before, long after, long until) throws IOException {
        Set<Long> now = recoverable(journal);
        for (long sequence : before) {
            boolean between = sequence > after && sequence < until;
            if (!between) {
                assertThat(now).as("what is not between %s and %s", after, until).contains(sequence);
            }
            if (now.contains(sequence) && (between || sequence % 11 == 0 || Math.abs(sequence - until) < 3)) {
                past.assertDiskOf(journal, sequence);
            }
        }
        assertThat(before).containsAll(now);
    }

    @Test
    void ofWhatIsWrittenOverAndOverNothingStaysBetween() throws IOException {
        SimulatedFolder folder = SimulatedFolder.named("machine");
        Journal journal = overAndOver(folder);
        long bytes = journal.bytes();
        assertThat(journal.clear(99, 301)).isTrue();
        Set<Long> now = recoverable(journal);
        assertThat(journal.bytes()).isLessThan(bytes * 7 / 10);
        assertThat(now).contains(99L, 301L, 302L, 500L);
        assertThat(now.stream().filter(sequence -> sequence > 99 && sequence < 301))
                .as("the ends of segments").hasSizeLessThan(3);
        for (long sequence : now) {
            if (sequence > 90 && sequence < 310 || sequence % 20 == 0) {
                past.assertDiskOf(journal, sequence);
            }
        }
        assertThat(journal.marks()).extracting(MarkEntry::sequence).filteredOn(mark -> mark > 99 && mark < 301)
                .as("names of what is gone, but where segments end").hasSizeLessThan(3);
        journal.close();
    }

    private Journal overAndOver(SimulatedFolder folder) throws IOException {
        Journal journal = new Workload(new Random(3), past).open(folder, SEGMENT_BYTES);
        for (int i = 0; i < 250; i++) {
            byte[] data = new byte[4096];
            new Random(i).nextBytes(data);
            for (Record record : List.of(new Record.Write(i % 2 * 4096, ByteBuffer.wrap(data), false),
                    new Record.Mark(MarkKind.BOOKMARK, new UUID(0, i), "mark " + i))) {
                past.add(record);
                journal.append(List.of(record));
            }
        }
        journal.force();
        return journal;
    }

    @Test
    void aSegmentInUseStaysUntilItIsDoneAgain() throws IOException {
        Journal journal = overAndOver(SimulatedFolder.named("machine"));
        try (JournalView view = journal.view(150)) {
            assertThat(journal.clear(99, 301)).isFalse();
            past.assertDiskOf(journal, view.sequence());
        }
        assertThat(journal.clear(99, 301)).isTrue();
        past.assertDiskOf(journal, 301);
        journal.close();
    }

    @Test
    void bothEndsMustBeRecoverable() throws IOException {
        Journal journal = overAndOver(SimulatedFolder.named("machine"));
        journal.clear(99, 301);
        Set<Long> now = recoverable(journal);
        long gone = LongStream.range(100, 301).filter(sequence -> !now.contains(sequence)).findFirst().orElseThrow();
        assertThatThrownBy(() -> journal.clear(gone, 400)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.clear(50, gone)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.clear(400, 400)).isInstanceOf(IllegalArgumentException.class);
        assertThat(recoverable(journal)).isEqualTo(now);
        journal.close();
    }

    @Test
    void aCrashAtAnyCallKeepsEverythingElse() {
        LongStream.range(0, 60).forEach(seed -> {
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
        Workload workload = new Workload(random, past);
        Journal journal = workload.open(disk, SEGMENT_BYTES);
        for (int i = 0; i < 120; i++) {
            workload.step(journal);
        }
        journal.close();
        long last = past.last();
        long after = random.nextLong(last / 2);
        long until = after + 1 + random.nextLong(last - after);
        Faults faults = new Faults(random);
        Journal crashing = workload.open(new FailingFolder(disk, faults), SEGMENT_BYTES);
        faults.fail(random.nextInt(200), Faults.Kind.values()[random.nextInt(3)], random.nextBoolean());
        try {
            crashing.clear(after, until);
        } catch (IOException theEnd) {
            assertThat(theEnd).hasMessageContaining("simulated");
        }
        faults.heal();
        if (random.nextBoolean()) {
            disk.losePower(random);
        }
        disk.endProcess();
        Journal again = workload.open(disk, SEGMENT_BYTES);
        for (int round = 0; round < 2; round++) {
            for (long sequence = 0; sequence <= last; sequence++) {
                boolean between = sequence > after && sequence < until;
                if (!between) {
                    assertThat(again.recoverableAt(sequence)).isEqualTo(sequence);
                }
                if (again.recoverableAt(sequence) == sequence && (between || sequence % 25 == 0)) {
                    past.assertDiskOf(again, sequence);
                }
            }
            assertThat(again.clear(after, until)).isTrue();
        }
        again.close();
    }
}
