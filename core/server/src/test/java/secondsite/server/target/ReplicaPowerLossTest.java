package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.DamagedException;

/**
 * The target loses power or is killed at any call of its file system: while it is made, copied to, shipped to, while its base moves and its
 * past is thinned, and while it comes up again. What was acknowledged is there, and each point is as the source was.
 */
class ReplicaPowerLossTest {

    @Test
    void nothingAcknowledgedIsLost() {
        LongStream.range(0, 300).forEach(ReplicaPowerLossTest::run);
    }

    @Test
    @Tag("long")
    void nothingAcknowledgedIsLostInManyRuns() {
        LongStream.range(1000, 21_000).forEach(ReplicaPowerLossTest::run);
    }

    private static void run(long seed) {
        try {
            live(new Random(seed));
        } catch (Throwable e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static void live(Random random) throws IOException {
        var disk = SimulatedFolder.named("target");
        var faults = new Faults(random);
        var life = new Life(40_000 + random.nextInt(9000), random);
        for (int i = 0; i < 6; i++) {
            faults.fail(random.nextInt(700), Faults.Kind.values()[random.nextInt(3)], true);
            try {
                life.open(new FailingFolder(disk, faults));
                for (int steps = random.nextInt(60); steps > 0; steps--) {
                    life.step();
                }
            } catch (IOException theEnd) {

                assertThat(theEnd).isNotInstanceOf(DamagedException.class);
            }
            faults.heal();

            if (random.nextInt(4) > 0) {
                disk.losePower(random);
            }
            disk.endProcess();
            life.open(disk);
            life.assertNothingAcknowledgedIsLost();
            disk.endProcess();
        }
        life.open(disk);
        life.complete();
        life.assertNothingAcknowledgedIsLost();
        life.close();
    }
}
