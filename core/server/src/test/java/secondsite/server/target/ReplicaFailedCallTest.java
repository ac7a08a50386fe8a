package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.segment.DamagedException;

/** One call of the file system fails, each in turn, in the life of a replica: it is told, and opened anew the replica goes on. */
class ReplicaFailedCallTest {

    private static final int STEPS = 40;

    @ParameterizedTest
    @EnumSource(Faults.Kind.class)
    void whicheverCallFailsNothingAcknowledgedIsLost(Faults.Kind kind) throws IOException {
        failEach(1, kind);
    }

    @ParameterizedTest
    @EnumSource(Faults.Kind.class)
    @Tag("long")
    void whicheverCallFailsInManyLivesNothingAcknowledgedIsLost(Faults.Kind kind) throws IOException {
        for (long seed = 2; seed < 30; seed++) {
            failEach(seed, kind);
        }
    }

    private static void failEach(long seed, Faults.Kind kind) throws IOException {
        long calls = live(seed, Long.MAX_VALUE / 2, kind);
        assertThat(calls).isGreaterThan(500);
        for (long call = 0; call < calls; call++) {
            try {
                live(seed, call, kind);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed + ", call " + call + " of " + calls, e);
            }
        }
    }

    /** @return how many calls there were */
    private static long live(long seed, long failing, Faults.Kind kind) throws IOException {
        var random = new Random(seed);
        var disk = SimulatedFolder.named("target");
        var faults = new Faults(new Random(seed));
        var life = new Life(30_000, random);
        faults.fail(failing, kind, false);
        boolean failed = false;
        int steps = 0;
        while (steps < STEPS) {
            try {
                if (life.replica() == null || life.replica().failed()) {
                    life.abandon();
                    life.open(new FailingFolder(disk, faults));
                }
                for (; steps < STEPS; steps++) {
                    life.step();
                }
            } catch (IOException expected) {
                assertThat(failed).as("a call failed already").isFalse();
                assertThat(expected).isNotInstanceOf(DamagedException.class);
                failed = true;
                life.abandon();
            }
        }
        life.abandon();
        disk.endProcess();
        life.open(disk);
        life.complete();
        life.assertNothingAcknowledgedIsLost();
        life.close();
        return faults.calls();
    }
}
