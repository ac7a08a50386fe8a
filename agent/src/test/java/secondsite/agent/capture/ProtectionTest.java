package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;

/**
 * Protection begins and ends while the guest writes; the process is killed, the power is lost or a device fails at any moment of that.
 * The guest has what it was promised, an unprotected disk keeps nothing, and the replica that a copy began becomes equal.
 */
class ProtectionTest {

    private static final long SPOOL = 64 << 20;

    @Test
    void killsAndLossesOfPowerAtAnyMomentLoseNothing() {
        run(1, 400, false);
    }

    @Test
    void aSpoolThatFailsAtAnyMomentIsNotTheGuestsConcern() {
        run(1, 400, true);
    }

    @Test
    @Tag("long")
    void nothingIsLostForLong() {
        run(10_000, 10_000, false);
        run(10_000, 10_000, true);
    }

    private static void run(long from, int seeds, boolean faults) {
        for (long seed = from; seed < from + seeds; seed++) {
            try {
                new Life(seed).live(faults);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    @Test
    void aDiskThatIsOnlyServedKeepsNothingAndCountsWhatIsWritten() throws IOException {
        var world = new CaptureWorld(1, SPOOL);
        world.servesOnlyAtFirst();
        world.open();
        for (int i = 0; i < 50; i++) {
            world.write();
        }
        world.flush();
        assertThat(world.capture.isProtected()).isFalse();
        assertThat(world.capture.served().writtenBytes()).isPositive();
        assertThat(world.capture.status().spool().bytes()).isZero();
        assertThat(world.capture.status().dirtyBytes()).isZero();
        assertThat(world.spoolFiles()).isZero();
        world.losePower();
        world.open();
        world.assertPromisesHold();
        assertThat(world.capture.isProtected()).isFalse();
    }

    @Test
    void whatEndsGivesTheSpoolBackAndWhatBeginsAgainStartsOver() throws IOException {
        var world = new CaptureWorld(2, SPOOL);
        world.open();
        for (int i = 0; i < 50; i++) {
            world.write();
        }
        world.copy();
        assertThat(world.capture.copy()).isEqualTo(CopyStage.OVER);
        world.capture.meet();
        world.capture.unprotect();
        assertThat(world.spoolFiles()).isZero();
        world.write();
        world.capture.protect(3);
        assertThat(world.capture.copy()).isEqualTo(CopyStage.NONE);
        assertThat(world.capture.met()).isFalse();
        assertThat(world.capture.spool().lastSequence()).isZero();
        assertThat(world.capture.spool().journal().epoch()).isEqualTo(3);
        world.copy();
        world.write();
        world.ship();
        world.assertReplicaEqualsDisk();
    }

    @Test
    void aDiskThatWasFailedOverTakesWritesAgainInAHigherEpochOnly() throws IOException {
        var world = new CaptureWorld(3, SPOOL);
        world.open();
        world.capture.fence(4);
        world.capture.beginEpoch(4);
        assertThat(world.capture.served().readOnly()).isTrue();
        world.capture.beginEpoch(5);
        assertThat(world.capture.served().readOnly()).isFalse();
        assertThat(world.capture.situation().wholeDisk()).isTrue();
        assertThat(world.capture.spool().journal().epoch()).isEqualTo(5);
        world.kill();
        world.open();
        assertThat(world.capture.situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(world.capture.spool().journal().epoch()).isEqualTo(5);
    }

    /** The word that protection has ended may have reached the disk although it failed; what is flushed after that must not hang on it. */
    @Test
    void anEndThatCouldNotBeRememberedIsTakenBackBeforeAnythingIsPromised() throws IOException {
        int failures = 0;
        for (long seed = 1; seed <= 400; seed++) {
            var world = new CaptureWorld(seed, SPOOL);
            var faults = new Faults(new Random(seed));
            var device = new FailingFolder(world.machine, faults);
            world.reachesBesideThrough(device);
            world.open(world.machine, device);
            world.write();
            world.flush();
            faults.fail(world.random.nextInt(8), Faults.Kind.EIO, true);
            failures += tried(world.capture::unprotect) ? 0 : 1;
            faults.heal();
            world.write();
            world.flush();
            world.losePower();
            world.open();
            try {
                world.assertPromisesHold();
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(failures).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({"false, EIO, false", "false, EIO, true", "false, NO_SPACE, true", "true, EIO, false", "true, EIO, true",
            "true, SHORT_WRITE, false"})
    void whicheverCallOfADeviceFailsBothEndsHold(boolean disk, Faults.Kind kind, boolean stays) throws IOException {
        long calls = new Scenario(disk).count();
        assertThat(calls).isGreaterThan(disk ? 20 : 60);
        for (long n = 0; n < calls; n++) {
            try {
                new Scenario(disk).fail(n, kind, stays);
            } catch (Throwable e) {
                throw new AssertionError("call " + n + " of " + calls, e);
            }
        }
    }

    private interface Step {
        void take() throws IOException;
    }

    private static boolean tried(Step step) {
        try {
            step.take();
            return true;
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
            return false;
        }
    }

    /** Brings the replica to what the disk holds, with all devices well. */
    private static void heal(CaptureWorld world) throws IOException {
        world.capture.protect(1);
        world.capture.checkpoint();
        world.capture.recoverSpool();
        world.copy();
        world.restartIfBehind();
        if (world.capture.status().situation().state() != CaptureState.LOGGING) {
            world.resync(Integer.MAX_VALUE);
        }
        world.ship();
        assertThat(world.capture.status().situation().state()).isEqualTo(CaptureState.LOGGING);
        world.assertReplicaEqualsDisk();
    }

    private static final class Scenario {

        private final CaptureWorld world = new CaptureWorld(5, SPOOL);
        private final Faults faults = new Faults(new Random(5));
        private final FailingFolder device = new FailingFolder(world.machine, faults);
        private final boolean disk;

        Scenario(boolean disk) throws IOException {
            this.disk = disk;
            world.servesOnlyAtFirst();
            world.open(disk ? device : world.machine, disk ? world.machine : device);
        }

        long count() throws IOException {
            long before = faults.calls();
            steps();
            return faults.calls() - before;
        }

        private void steps() throws IOException {
            guest();
            protect();
            guest();
            tried(world::copy);
            guest();
            tried(disk ? world.capture::unprotect : world::unprotect);
            guest();
            protect();
            guest();
        }

        /** The guest's own failures amid that would be taken for the disk's. */
        private void protect() {
            tried(disk ? () -> world.capture.protect(1) : world::protect);
        }

        private void guest() throws IOException {
            if (disk) {
                tried(world::write);
                if (!tried(world::flush)) {
                    world.flushFailed();
                }
                tried(world::writeGroup);
            } else {
                world.write();
                world.flush();
                world.writeGroup();
            }
        }

        void fail(long n, Faults.Kind kind, boolean stays) throws IOException {
            faults.fail(n, kind, stays);
            steps();
            if (n % 2 == 0) {
                world.losePower();
            } else {
                world.kill();
            }
            faults.heal();
            world.open();
            world.assertPromisesHold();
            heal(world);
            world.flush();
        }
    }

    /** One disk over some crashes. */
    private static final class Life {

        private final CaptureWorld world;
        private final Random random;
        private final Faults faults;
        private final FailingFolder device;
        /** Empty after an attempt that failed. */
        private Optional<Boolean> isProtected = Optional.of(false);
        private boolean powerLost;

        Life(long seed) throws IOException {
            world = new CaptureWorld(seed, SPOOL);
            world.servesOnlyAtFirst();
            random = world.random;
            faults = new Faults(new Random(seed));
            device = new FailingFolder(world.machine, faults);
        }

        void live(boolean withFaults) throws IOException {
            for (int run = 0; run < 5; run++) {
                world.open(world.machine, device);
                judge(run);
                for (int i = random.nextInt(20); i > 0; i--) {
                    act();
                }
                if (withFaults) {
                    Faults.Kind kind = Faults.Kind.values()[random.nextInt(Faults.Kind.values().length)];
                    faults.fail(random.nextInt(20), kind, random.nextInt(3) == 0);
                }
                for (int i = random.nextInt(12); i > 0; i--) {
                    act();
                }
                crash();
            }
            world.open();
            heal(world);
        }

        private void act() throws IOException {
            switch (random.nextInt(16)) {
                case 0, 1, 2 -> world.write();
                case 3, 4, 5 -> world.writeGroup();
                case 6 -> world.zero();
                case 7, 8 -> world.flush();
                case 9 -> tried(world::checkpoint);
                case 10 -> tried(this::ship);
                case 11 -> tried(this::compareSome);
                case 12, 13 -> protect();
                default -> unprotect();
            }
        }

        private void protect() throws IOException {
            boolean done = tried(world::protect);
            isProtected = done ? Optional.of(true) : isProtected.filter(known -> known);
        }

        private void unprotect() throws IOException {
            boolean done = tried(world::unprotect);
            isProtected = done ? Optional.of(false) : isProtected.filter(known -> !known);
            if (done) {
                assertThat(world.spoolFiles()).isZero();
            }
        }

        private void ship() throws IOException {
            world.capture.recoverSpool();
            world.copy();
            if ((world.capture.copy() == CopyStage.OVER)) {
                world.restartIfBehind();
                world.ship();
            }
        }

        private void compareSome() throws IOException {
            ship();
            CaptureState now = world.capture.status().situation().state();
            if ((world.capture.copy() == CopyStage.OVER) && now != CaptureState.LOGGING) {
                world.resync(random.nextInt(30));
            }
        }

        private void crash() throws IOException {
            powerLost = random.nextBoolean();
            if (powerLost) {
                world.losePower();
            } else {
                world.kill();
            }
            faults.heal();
        }

        private void judge(int run) throws IOException {
            if (run > 0 && powerLost) {
                world.assertPromisesHold();
            } else {
                world.assertNothingLost();
            }
            isProtected.ifPresent(known -> assertThat(world.capture.isProtected()).isEqualTo(known));
            isProtected = Optional.of(world.capture.isProtected());
        }
    }
}
