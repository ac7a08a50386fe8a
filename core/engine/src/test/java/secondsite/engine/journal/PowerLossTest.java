package secondsite.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;

/**
 * The machine loses power or the process is killed at any call of the file system, also while a journal is recovered: what a force
 * acknowledged is still there, and nothing else than was given.
 */
class PowerLossTest {

    @Test
    void nothingAcknowledgedIsLost() {
        LongStream.range(0, 300).forEach(PowerLossTest::run);
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostInManyRuns() {
        LongStream.range(1000, 21_000).forEach(PowerLossTest::run);
    }

    private static void run(long seed) {
        try {
            new PowerLossTest.Machine(new Random(seed)).live(8);
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static final class Machine {

        private final Random random;
        private final SimulatedFolder disk = SimulatedFolder.named("machine");
        private final Faults faults;
        private final Past past = new Past(Workload.DISK_BYTES, 1);
        private final Workload workload;

        Machine(Random random) {
            this.random = random;
            this.faults = new Faults(random);
            this.workload = new Workload(random, past);
        }

        void live(int lives) throws IOException {
            for (int life = 0; life < lives; life++) {
                faults.fail(random.nextInt(400), Faults.Kind.values()[random.nextInt(3)], true);
                try {
                    work();
                } catch (IOException theEnd) {
                    assertThat(theEnd).isNotInstanceOf(secondsite.engine.segment.DamagedException.class);
                }
                faults.heal();
                if (random.nextInt(4) > 0) {
                    disk.losePower(random);
                }
                disk.endProcess();
                assertNothingAcknowledgedIsLost();
            }
        }

        private void work() throws IOException {
            Journal journal = workload.open(new FailingFolder(disk, faults), 16 << 10);
            past.cut(journal.lastSequence());
            workload.acknowledged = journal.durableSequence();
            for (int steps = random.nextInt(100); steps > 0; steps--) {
                workload.stepOrRelease(journal);
            }
            if (random.nextInt(3) == 0) {
                journal.close();
                workload.acknowledged = past.last();
            }
        }

        private void assertNothingAcknowledgedIsLost() throws IOException {
            Journal journal = workload.open(disk, 16 << 10);
            assertThat(journal.lastSequence()).isBetween(workload.acknowledged, past.last());
            assertThat(journal.durableSequence()).isEqualTo(journal.lastSequence());
            past.cut(journal.lastSequence());
            workload.acknowledged = journal.durableSequence();
            past.assertRecordsOf(journal);
            past.assertDiskOf(journal, journal.lastSequence());
            past.assertDiskOf(journal, random.nextLong(journal.firstSequence() - 1, journal.lastSequence() + 1));
            disk.endProcess();
        }
    }
}
