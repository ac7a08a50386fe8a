package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;

/** A disk that is failed over and comes back, on a machine that is killed, loses its power, or has failing devices meanwhile. */
class FenceTest {

    private static final long SPOOL = 32 << 20;

    private static CaptureWorld copied(long seed) throws IOException {
        var world = new CaptureWorld(seed, SPOOL);
        world.open();
        world.write();
        world.capture.meet();
        world.copy();
        world.write();
        return world;
    }

    private static Situation situation(CaptureWorld world) {
        return world.capture.status().situation();
    }

    private static void assertWritesAreRefused(CaptureWorld world) {
        assertThatThrownBy(() -> world.capture.served().write(ByteBuffer.allocate(512), 0))
                .isInstanceOf(ReadOnlyDiskException.class);
        assertThatThrownBy(() -> world.capture.served().zero(0, 512)).isInstanceOf(ReadOnlyDiskException.class);
    }

    @Test
    void whatWasLoggedIsStillToBeHadAndANewerEpochGoesOnWithoutAComparison() throws IOException {
        CaptureWorld world = copied(1);
        world.capture.fence(2);
        assertWritesAreRefused(world);
        assertThat(world.capture.status().dirtyBytes()).isZero();
        world.ship();
        world.assertReplicaEqualsDisk();
        world.capture.beginEpoch(2);
        assertWritesAreRefused(world);
        world.capture.beginEpoch(3);
        assertThat(situation(world).state()).isEqualTo(CaptureState.LOGGING);
        long before = world.capture.spool().lastSequence();
        world.write();
        world.ship();
        world.assertReplicaEqualsDisk();
        assertThat(world.shipped).isEqualTo(before + 1);
        assertThat(world.capture.spool().journal().epoch()).isEqualTo(3);
    }

    @Test
    void whatIsNotSentYetWhenItComesBackIsSentThen() throws IOException {
        CaptureWorld world = copied(2);
        world.capture.fence(2);
        world.capture.beginEpoch(3);
        world.write();
        world.ship();
        world.assertReplicaEqualsDisk();
        assertThat(situation(world).state()).isEqualTo(CaptureState.LOGGING);
    }

    /** Killed, or without power, before and after each step, the disk comes back as it was told last and lacks nothing. */
    @Test
    void neitherAKillNorALossOfPowerCostsAComparison() throws IOException {
        for (long seed = 1; seed <= 150; seed++) {
            CaptureWorld world = copied(seed);
            var random = new Random(seed);
            for (int epoch = 2; epoch < 12; epoch += 2) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    world.write();
                }
                world.capture.fence(epoch);
                interrupt(world, random);
                assertThat(situation(world).state()).as("seed %d", seed).isEqualTo(CaptureState.FENCED);
                assertThat(situation(world).wholeDisk()).isFalse();
                world.assertNothingLost();
                if (random.nextBoolean()) {
                    world.capture.checkpoint();
                    world.ship();
                    world.capture.checkpoint();
                }
                interrupt(world, random);
                world.capture.beginEpoch(epoch + 1);
                if (random.nextBoolean()) {
                    world.kill();
                    world.open();
                    world.capture.beginEpoch(epoch + 1);
                }
                assertThat(situation(world).state()).as("seed %d", seed).isEqualTo(CaptureState.LOGGING);
                world.write();
                world.ship();
                world.assertReplicaEqualsDisk();
            }
            world.capture.close();
        }
    }

    private static void interrupt(CaptureWorld world, Random random) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> {
                world.kill();
                world.open();
            }
            case 1 -> {
                world.losePower();
                world.open();
            }
            case 2 -> {
                world.capture.close();
                world.open();
            }
            default -> {
                // nothing happens
            }
        }
    }

    @Test
    void whatTheReceiverRefusedIsComparedWhenTheDiskComesBack() throws IOException {
        CaptureWorld world = copied(3);
        world.ship();
        long there = world.shipped;
        world.write();
        world.capture.fence(5);
        world.capture.refused(5);
        assertThat(world.capture.status().dirtyBytes()).isEqualTo(CaptureWorld.SIZE);
        world.kill();
        world.open();
        assertWritesAreRefused(world);
        world.capture.beginEpoch(5);
        assertWritesAreRefused(world);
        world.capture.beginEpoch(6);
        assertThat(situation(world).state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(world.capture.met()).as("it is asked where the receiver stands").isFalse();
        assertThat(world.capture.spool().lastSequence()).as("what it refuses is not offered again").isZero();
        world.capture.restart(there + 1, GapReason.RECEIVER_AHEAD, "");
        world.write();
        assertThat(world.resync(Integer.MAX_VALUE)).isTrue();
        world.ship();
        world.assertReplicaEqualsDisk();
    }

    @Test
    void aReceiverThatRefusesIsNoReasonToStayFencedWhenItsEpochIsOurs() throws IOException {
        CaptureWorld world = copied(4);
        world.capture.refused(5);
        assertWritesAreRefused(world);
        world.capture.beginEpoch(4);
        assertWritesAreRefused(world);
        world.capture.beginEpoch(5);
        assertThat(situation(world).state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        world.write();
    }

    @Test
    void aDiskOfWhichTheReplicaLacksMoreThanTheSpoolHasIsComparedWhenItComesBack() throws IOException {
        CaptureWorld gap = copied(5);
        gap.capture.gap(GapReason.ORDERED, "", false);
        gap.capture.fence(2);
        assertDoubted(gap);

        CaptureWorld comparing = copied(6);
        comparing.capture.gap(GapReason.ORDERED, "", true);
        comparing.resync(1);
        comparing.capture.fence(2);
        assertDoubted(comparing);

        var uncopied = new CaptureWorld(7, SPOOL);
        uncopied.open();
        uncopied.write();
        uncopied.capture.meet();
        uncopied.capture.fence(2);
        assertDoubted(uncopied);

        CaptureWorld lost = copied(8);
        lost.capture.fence(2);
        lost.capture.gap(GapReason.RECEIVER_BEHIND, "", true);
        assertDoubted(lost);
    }

    private static void assertDoubted(CaptureWorld world) throws IOException {
        assertWritesAreRefused(world);
        assertThat(world.capture.status().dirtyBytes()).isEqualTo(CaptureWorld.SIZE);
        world.kill();
        world.open();
        assertThat(situation(world).state()).isEqualTo(CaptureState.FENCED);
        world.capture.beginEpoch(3);
        assertThat(situation(world).state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(situation(world).wholeDisk()).isTrue();
        world.write();
    }

    /** Whatever fails while a disk is fenced: no write is taken, and it never comes back as if nothing were missing when something is. */
    @Test
    void whateverFailsNothingIsTakenAndNothingIsForgotten() throws IOException {
        var compared = IntStream.builder();
        var plain = IntStream.builder();
        for (int seed = 1; seed <= 200; seed++) {
            fenceAmidFaults(seed, seed % 2 == 0 ? plain : compared, compared);
        }
        assertThat(compared.build().count()).isPositive();
        assertThat(plain.build().count()).isPositive();
    }

    private static void fenceAmidFaults(int seed, IntConsumer plain, IntConsumer compared) throws IOException {
        CaptureWorld world = copied(seed);
        world.capture.close();
        var faults = new Faults(new Random(seed));
        world.open(world.machine, new FailingFolder(world.machine, faults));
        world.write();
        if (seed % 2 == 1) {
            Faults.Kind kind = Faults.Kind.values()[world.random.nextInt(Faults.Kind.values().length)];
            faults.fail(world.random.nextInt(6), kind, world.random.nextBoolean());
        }
        try {
            world.capture.fence(2);
        } catch (IOException e) {
            assertThat(seed % 2).as("only failing devices fail: %s", e).isOne();
        }
        faults.heal();
        boolean fenced = situation(world).state() == CaptureState.FENCED;
        if (fenced) {
            assertWritesAreRefused(world);
        }
        world.kill();
        world.open();
        world.capture.fence(2);
        assertWritesAreRefused(world);
        world.assertNothingLost();
        world.capture.beginEpoch(3);
        if (situation(world).state() == CaptureState.LOGGING) {
            world.ship();
            plain.accept(seed);
        } else {
            world.capture.restart(world.shipped + 1, GapReason.RECEIVER_AHEAD, "");
            assertThat(world.resync(Integer.MAX_VALUE)).isTrue();
            world.ship();
            compared.accept(seed);
        }
        world.assertReplicaEqualsDisk();
    }
}
