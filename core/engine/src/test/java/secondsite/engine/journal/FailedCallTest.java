package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/**
 * One scenario of everything that a journal does, run once for each of its calls of the file system, with that call failing: the
 * journal is always in one of its two states, refuses to append when it has failed, and has nothing lost that it acknowledged.
 */
class FailedCallTest {

    private static final int SEGMENT_BYTES = 12 << 10;

    @ParameterizedTest
    @CsvSource({"EIO, false", "EIO, true", "NO_SPACE, false", "NO_SPACE, true", "SHORT_WRITE, false"})
    void whicheverCallFailsNothingAcknowledgedIsLost(Faults.Kind kind, boolean stays) {
        long calls = new Scenario(5).calls();
        assertThat(calls).isGreaterThan(200);
        for (long n = 0; n < calls; n++) {
            try {
                new Scenario(5).failing(n, kind, stays);
            } catch (Throwable e) {
                throw new AssertionError("call " + n + " of " + calls + ", " + kind, e);
            }
        }
    }

    private static final class Scenario {

        private final Random random;
        private final SimulatedFolder disk = SimulatedFolder.named("machine");
        private final Faults faults;
        private final FailingFolder folder;
        private final Past past = new Past(Workload.DISK_BYTES, 1);
        private final Workload workload;
        private Journal journal;

        Scenario(long seed) {
            this.random = new Random(seed);
            this.faults = new Faults(new Random(seed));
            this.folder = new FailingFolder(disk, faults);
            this.workload = new Workload(random, past);
        }

        long calls() {
            try {
                run();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return faults.calls();
        }

        void failing(long n, Faults.Kind kind, boolean stays) throws IOException {
            faults.fail(n, kind, stays);
            try {
                run();
            } catch (IOException e) {
                assertThat(e).isNotInstanceOf(DamagedException.class);
                assertNamedState(e);
            }
            faults.heal();
            end();
            assertNothingAcknowledgedIsLost();
        }

        private void run() throws IOException {
            journal = workload.open(folder, SEGMENT_BYTES);
            steps(20);
            journal.close();
            workload.acknowledged = past.last();
            journal = null;
            journal = workload.open(folder, SEGMENT_BYTES);
            steps(20);
            journal.seal();
            workload.acknowledged = journal.durableSequence();
            past.assertDiskOf(journal, journal.lastSequence());
            journal.marks();
            assertThat(journal.sequenceAt(Long.MAX_VALUE)).isEqualTo(journal.lastSequence());
            journal.compact(List.of(past.last() / 4, past.last() / 3, past.last() / 2));
            journal.release(past.last() / 8);
            steps(6);
        }

        private void steps(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                workload.stepOrRelease(journal);
            }
        }

        private void assertNamedState(IOException failure) throws IOException {
            assertThat(failure).hasMessageContaining("simulated");
            if (journal == null) {
                return;
            }
            faults.heal();
            if (journal.failed()) {
                assertThatThrownBy(() -> journal.append(List.of(new Record.Flush())))
                        .isInstanceOf(JournalFailedException.class);
                assertThatThrownBy(journal::force).isInstanceOf(JournalFailedException.class);
            } else {
                past.add(new Record.Flush());
                past.cut(journal.append(List.of(new Record.Flush())));
            }
            assertDurableIsRead();
        }

        private void assertDurableIsRead() throws IOException {
            try (JournalCursor cursor = journal.cursor(journal.firstSequence())) {
                while (cursor.position() <= journal.durableSequence()) {
                    Optional<Batch> batch = cursor.next(Long.MAX_VALUE);
                    assertThat(batch).isPresent();
                    assertSame(batch.get().records());
                }
            }
        }

        private void assertSame(List<SequencedRecord> records) {
            records.forEach(r -> assertThat(r.record()).isEqualTo(past.at(r.sequence())));
        }

        private void end() throws IOException {
            if (journal != null && random.nextInt(3) == 0) {
                boolean failed = journal.failed();
                journal.close();
                workload.acknowledged = failed ? workload.acknowledged : journal.lastSequence();
            }
            if (random.nextBoolean()) {
                disk.losePower(random);
            }
            disk.endProcess();
        }

        private void assertNothingAcknowledgedIsLost() throws IOException {
            journal = workload.open(disk, SEGMENT_BYTES);
            assertThat(journal.lastSequence()).isBetween(workload.acknowledged, past.last());
            assertDurableIsRead();
            past.assertDiskOf(journal, journal.lastSequence());
            journal.append(List.of(new Record.Flush()));
            journal.close();
        }
    }
}
