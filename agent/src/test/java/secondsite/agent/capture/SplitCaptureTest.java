package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.disk.ReadOnlyDiskException;
import secondsite.engine.file.FailingFolder;
import secondsite.engine.file.Faults;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.MarkEntry;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

class SplitCaptureTest {

    private static final int GRANULE = 64 << 10;

    private final CaptureWorld world;
    private final Faults faults = new Faults(new Random(1));

    SplitCaptureTest() throws IOException {
        world = new CaptureWorld(1, 4 << 20);
        world.open(world.machine, new FailingFolder(world.machine, faults));
    }

    private CaptureState state() {
        return world.capture.status().situation().state();
    }

    private void write(long offset, int length) throws IOException {
        var data = ByteBuffer.allocate(length);
        new Random(offset).nextBytes(data.array());
        world.capture.served().write(data, offset);
    }

    @Test
    void aFullSpoolStopsTheLogAndNotTheGuest() throws IOException {
        for (int i = 0; i < 10; i++) {
            write(0, 512 << 10);
        }
        CaptureStatus full = world.capture.status();
        assertThat(full.situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(full.situation().reason()).isEqualTo(GapReason.SPOOL_FULL);
        assertThat(full.situation().detail()).contains("4 MiB");
        assertThat(full.spool().warning()).isTrue();
        assertThat(full.spool().bytes()).isLessThanOrEqualTo(4 << 20);
        assertThat(full.dirtyBytes()).isEqualTo(512 << 10);
        assertThatThrownBy(world.capture::resyncBegins).hasMessageContaining("no room");
        // as shipping does
        world.capture.spool().force();
        world.ship();
        world.capture.checkpoint();
        assertThat(world.capture.status().spool().warning()).isFalse();
        world.resync(Integer.MAX_VALUE);
        world.ship();
        assertThat(state()).isEqualTo(CaptureState.LOGGING);
        world.assertReplicaEqualsDisk();
    }

    @Test
    void nothingIsForgottenBeforeACheckpointPassedIt() throws IOException {
        for (int i = 0; i < 6; i++) {
            write(0, 512 << 10);
        }
        world.ship();
        assertThat(world.capture.spool().journal().firstSequence()).isEqualTo(1);
        world.capture.checkpoint();
        world.capture.spool().acknowledged(world.shipped, world.shipped);
        assertThat(world.capture.spool().journal().firstSequence()).isGreaterThan(1);
    }

    @Test
    void belowTheSoftLimitTheGatewayIsNotEnoughToForget() throws IOException {
        write(0, 1 << 20);
        world.capture.checkpoint();
        long last = world.capture.spool().lastSequence();
        world.capture.spool().acknowledged(last, 0);
        assertThat(world.capture.spool().journal().firstSequence()).isEqualTo(1);
        write(0, 1 << 20);
        write(0, 1 << 20);
        world.capture.checkpoint();
        world.capture.spool().acknowledged(world.capture.spool().lastSequence(), 0);
        assertThat(world.capture.spool().journal().firstSequence()).isGreaterThan(1);
        assertThat(state()).isEqualTo(CaptureState.LOGGING);
    }

    @Test
    void theSpoolLeavesTheReserveFree() throws IOException {
        var machine = SimulatedFolder.named("small");
        machine.capacity(64 << 20);
        var settings = new CaptureSettings(world.identity, 1, new UUID(0, 1), new SpoolLimits(1 << 30, 20 << 20));
        var disk = new MemoryDisk(CaptureWorld.SIZE);
        try (SplitCapture capture = new SplitDiskOpening(disk, machine.folder("spool"), machine.folder("beside"),
                settings, () -> Instant.EPOCH).open()) {
            for (int i = 0; i < 80; i++) {
                capture.served().write(ByteBuffer.allocate(1 << 20).put(0, (byte) 1), 0);
            }
            assertThat(capture.status().situation().reason()).isEqualTo(GapReason.SPOOL_FULL);
            assertThat(machine.freeBytes()).isGreaterThan(20 << 20);
        }
    }

    @Test
    void aSpoolThatFilledItsDiskHasRoomWhenItsRecordsHaveArrived() throws IOException {
        var machine = SimulatedFolder.named("small");
        machine.capacity(24 << 20);
        try (SplitCapture capture = captureOn(machine)) {
            writeMebibytes(capture, 30);
            long last = capture.spool().lastSequence();
            capture.checkpoint();
            assertThatThrownBy(capture::resyncBegins).hasMessageContaining("no room");
            capture.spool().acknowledged(last, last);
            capture.resyncBegins();
            assertThat(capture.spool().lastSequence()).as("no gap in the sequence").isEqualTo(last + 1);
        }
    }

    @Test
    void aSpoolWithAllInOneSegmentGivesThatBackWhenItHasArrived() throws IOException {
        var machine = SimulatedFolder.named("narrow");
        machine.capacity(256 << 20);
        try (SplitCapture capture = captureOn(machine)) {
            writeMebibytes(capture, 10);
            machine.capacity((256 << 20) - machine.freeBytes() + (3 << 20) + (700 << 10));
            writeMebibytes(capture, 10);
            assertThat(capture.status().situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
            capture.recoverSpool();
            long last = capture.spool().lastSequence();
            capture.checkpoint();
            capture.spool().acknowledged(last - 1, last - 1);
            capture.recoverSpool();
            assertThat(capture.spool().level().bytes()).as("one record has not arrived").isGreaterThan(8 << 20);
            assertThatThrownBy(capture::resyncBegins).hasMessageContaining("no room");
            capture.spool().acknowledged(last, last);
            capture.resyncBegins();
            assertThat(capture.spool().lastSequence()).as("no gap in the sequence").isEqualTo(last + 1);
        }
    }

    private SplitCapture captureOn(SimulatedFolder machine) throws IOException {
        var settings = new CaptureSettings(world.identity, 1, new UUID(0, 1), new SpoolLimits(4L << 30, 0));
        return new SplitDiskOpening(new MemoryDisk(CaptureWorld.SIZE), machine.folder("spool"),
                machine.folder("beside"), settings, () -> Instant.EPOCH).open();
    }

    private static void writeMebibytes(SplitCapture capture, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            capture.served().write(ByteBuffer.allocate(1 << 20).put(0, (byte) 1), 0);
        }
    }

    @Test
    void aSpoolFilledBySomebodyElseHasRoomWhenHeMakesSome() throws IOException {
        var machine = SimulatedFolder.named("shared");
        machine.capacity(64 << 20);
        var settings = new CaptureSettings(world.identity, 1, new UUID(0, 1), new SpoolLimits(1 << 30, 8 << 20));
        try (SplitCapture capture = new SplitDiskOpening(new MemoryDisk(CaptureWorld.SIZE), machine.folder("spool"),
                machine.folder("beside"), settings, () -> Instant.EPOCH).open()) {
            capture.served().write(ByteBuffer.allocate(4096), 0);
            machine.capacity(8 << 20);
            for (int i = 0; i < 20; i++) {
                capture.served().write(ByteBuffer.allocate(1 << 20).put(0, (byte) 1), 0);
            }
            assertThat(capture.status().situation().reason()).isIn(GapReason.SPOOL_FULL, GapReason.SPOOL_FAILED);
            assertThat(capture.status().situation().detail()).contains("make room there");
            capture.recoverSpool();
            assertThatThrownBy(capture::resyncBegins).hasMessageContaining("no room");
            machine.capacity(64 << 20);
            capture.recoverSpool();
            capture.resyncBegins();
            assertThat(capture.status().situation().state()).isEqualTo(CaptureState.RESYNCING);
        }
    }

    @Test
    void aBitmapThatCannotBeWrittenMakesTheWholeDiskCount() throws IOException {
        world.capture.gap(GapReason.ORDERED, "", false);
        write(0, 512);
        faults.fail(0, Faults.Kind.EIO, false);
        write(GRANULE, 512);
        assertWholeDiskCountsAlsoAfterAKill();
    }

    @Test
    void aMapOfActivityThatCannotBeWrittenMakesTheWholeDiskCount() throws IOException {
        write(0, 512);
        faults.fail(0, Faults.Kind.EIO, false);
        write(3 * CaptureWorld.REGION, 512);
        assertWholeDiskCountsAlsoAfterAKill();
    }

    @Test
    void aBitmapThatCannotBeForcedMakesTheWholeDiskCount() throws IOException {
        world.capture.gap(GapReason.ORDERED, "", false);
        write(0, 512);
        faults.fail(0, Faults.Kind.EIO, false);
        world.capture.checkpoint();
        assertWholeDiskCountsAlsoAfterAKill();
    }

    private void assertWholeDiskCountsAlsoAfterAKill() throws IOException {
        assertThat(faults.calls()).as("something failed").isPositive();
        assertThat(world.capture.status().situation().wholeDisk()).isTrue();
        assertThat(world.capture.status().dirtyBytes()).isEqualTo(CaptureWorld.SIZE);
        world.kill();
        world.open();
        assertThat(world.capture.status().situation().wholeDisk()).isTrue();
        world.capture.resyncBegins();
        assertThat(world.capture.nextDirty(0, Long.MAX_VALUE))
                .contains(new Extent(0, CaptureWorld.SIZE, Extent.Kind.DATA));
    }

    @Test
    void aSpoolThatIsLostForGoodLeavesAWordBesideTheDisk() throws IOException {
        write(0, 512);
        faults.fail(0, Faults.Kind.EIO, true);
        write(0, 1024);
        assertThat(world.machine.folder("beside").names()).singleElement().asString().contains("refuge");
        faults.heal();
        world.kill();
        world.open();
        assertThat(world.capture.status().situation().wholeDisk()).isTrue();
        assertThat(world.machine.folder("beside").names()).isEmpty();
    }

    @Test
    void earlierRecordsStayAndTheComparisonStandsBetweenMarks() throws IOException {
        world.write();
        long before = world.capture.mark(new Record.Mark(MarkKind.BOOKMARK, new UUID(5, 6), "before"));
        world.capture.gap(GapReason.ORDERED, "", false);
        world.write();
        assertThat(world.capture.spool().lastSequence()).isEqualTo(before);
        world.resync(Integer.MAX_VALUE);
        Journal journal = world.capture.spool().journal();
        assertThat(journal.marks()).extracting(MarkEntry::kind).containsExactly(MarkKind.BOOKMARK,
                MarkKind.RESYNC_BEGINS, MarkKind.RESYNC_ENDED);
        assertThat(journal.marks().get(1).sequence()).isEqualTo(before + 1);
        assertThat(journal.firstSequence()).isEqualTo(1);
    }

    @Test
    void noMarkIsPlacedWhileThereIsNoWayBackToIt() throws IOException {
        var mark = new Record.Mark(MarkKind.CRASH_CONSISTENT, new UUID(5, 6), "");
        world.capture.gap(GapReason.ORDERED, "", false);
        assertThatThrownBy(() -> world.capture.mark(mark)).hasMessageContaining("a comparison was ordered");
        world.capture.resyncBegins();
        assertThatThrownBy(() -> world.capture.mark(mark)).isInstanceOf(IOException.class);
        world.capture.resyncEnds();
        assertThat(world.capture.mark(mark)).isEqualTo(3);
    }

    @Test
    void aGapDuringAComparisonEndsIt() throws IOException {
        world.capture.gap(GapReason.ORDERED, "", false);
        write(0, 512);
        world.capture.resyncBegins();
        Extent dirty = world.capture.nextDirty(0, 1 << 20).orElseThrow();
        world.capture.gap(GapReason.SPOOL_FULL, "", false);
        assertThatThrownBy(() -> world.capture.compared(dirty)).hasMessageContaining("cannot go on");
        assertThatThrownBy(() -> world.capture.copy(List.of(dirty), ByteBuffer.allocate(GRANULE)))
                .hasMessageContaining("cannot go on");
        assertThat(world.capture.nextDirty(0, 1 << 20)).contains(dirty);
    }

    @Test
    void aComparisonEndsOnlyWhenNothingIsLeft() throws IOException {
        world.capture.gap(GapReason.ORDERED, "", false);
        write(0, 512);
        world.capture.resyncBegins();
        assertThatThrownBy(world.capture::resyncEnds).hasMessageContaining("to be compared");
        assertThat(state()).isEqualTo(CaptureState.RESYNCING);
    }

    @Test
    void afterALossOfPowerOnlyMarkedRegionsAreCompared() throws IOException {
        write(2 * CaptureWorld.REGION, 512);
        world.losePower();
        world.open();
        assertThat(world.capture.status().situation().reason()).isEqualTo(GapReason.POWER_LOSS);
        assertThat(world.capture.nextDirty(0, Long.MAX_VALUE))
                .contains(new Extent(2 * CaptureWorld.REGION, CaptureWorld.REGION, Extent.Kind.DATA));
        assertThat(world.capture.status().dirtyBytes()).isEqualTo(CaptureWorld.REGION);
    }

    @Test
    void aLossOfPowerAfterAnOrderlyCloseCostsNothing() throws IOException {
        world.write();
        world.capture.close();
        world.losePower();
        world.open();
        assertThat(state()).isEqualTo(CaptureState.LOGGING);
        world.assertNothingLost();
    }

    @Test
    void aDiskThatWasFailedOverRefusesWritesUntilANewerEpoch() throws IOException {
        world.write();
        world.capture.fence(2);
        assertThat(world.capture.served().readOnly()).isTrue();
        assertThatThrownBy(() -> write(0, 512)).isInstanceOf(ReadOnlyDiskException.class);
        assertThatThrownBy(() -> world.capture.served().trim(0, 512)).isInstanceOf(ReadOnlyDiskException.class);
        world.capture.served().flush();
        world.kill();
        world.open();
        assertThat(state()).isEqualTo(CaptureState.FENCED);
        world.capture.close();
        reopenInEpoch(2);
        assertThat(state()).isEqualTo(CaptureState.FENCED);
        world.capture.close();
        reopenInEpoch(3);
        assertThat(state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(world.capture.status().situation().wholeDisk()).isTrue();
        write(0, 512);
    }

    private void reopenInEpoch(int epoch) throws IOException {
        var settings = new CaptureSettings(world.identity, epoch, new UUID(0, 1), world.limits);
        world.capture = new SplitDiskOpening(world.image(world.machine), world.machine.folder("spool"),
                world.machine.folder("beside"), settings, () -> Instant.EPOCH).open();
    }

    @Test
    void aSpoolBegunAnewGoesOnWhereTheReceiverStands() throws IOException {
        world.write();
        world.capture.restart(1000, GapReason.RECEIVER_AHEAD, "it has 999");
        assertThat(world.capture.met()).isTrue();
        assertThat(world.capture.status().situation().wholeDisk()).isTrue();
        world.shipped = 999;
        world.resync(Integer.MAX_VALUE);
        assertThat(world.capture.spool().journal().firstSequence()).isEqualTo(1000);
        world.ship();
        world.assertReplicaEqualsDisk();
        world.kill();
        world.open();
        assertThat(state()).isEqualTo(CaptureState.LOGGING);
        assertThat(world.capture.met()).isTrue();
    }

    @Test
    void aDamagedSpoolAfterAKillCostsAComparisonAndNoData() throws IOException {
        world.write();
        world.flush();
        world.write();
        damageTheSpool();
        world.kill();
        world.open();
        assertThat(world.capture.status().situation().reason()).isEqualTo(GapReason.SPOOL_DAMAGED);
        world.assertNothingLost();
        write(0, 512);
    }

    @Test
    void aDamagedSpoolAfterALossOfPowerIsNotGlossedOver() throws IOException {
        world.write();
        world.flush();
        world.write();
        world.flush();
        damageTheSpool();
        world.losePower();
        assertThatThrownBy(world::open).hasMessageContaining("flushed writes").hasMessageContaining("move the folder");
    }

    private void damageTheSpool() throws IOException {
        var log = world.machine.folder("spool").folder("log");
        String segment = log.names().stream().filter(name -> name.endsWith(".segment")).findFirst().orElseThrow();
        try (StoredFile file = log.open(segment)) {
            file.write(ByteBuffer.allocate(16), 4096 + 200);
            file.force();
        }
    }

    @Test
    void oneSpoolServesOneProgramAndOneDisk() throws IOException {
        assertThatThrownBy(() -> world.opening(world.image(world.machine), world.machine.folder("spool")).open())
                .hasMessageContaining("spool");
        world.capture.close();
        var other = new CaptureSettings(new JournalIdentity(new UUID(7, 9), CaptureWorld.SIZE),
                1, new UUID(0, 1), world.limits);
        assertThatThrownBy(() -> new SplitDiskOpening(world.image(world.machine), world.machine.folder("spool"),
                world.machine.folder("beside"), other, () -> Instant.EPOCH).open())
                .hasMessageContaining("another disk");
        world.open();
    }

    @Test
    @Timeout(60)
    void whileItIsHeldNoWritePasses() throws Exception {
        try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> write;
            try (Hold hold = world.capture.hold(Duration.ofSeconds(5)).orElseThrow()) {
                write = others.submit(() -> {
                    write(0, 512);
                    return null;
                });
                assertThat(others.submit(() -> world.capture.hold(Duration.ofMillis(20))).get()).isEmpty();
                assertThat(world.capture.mark(new Record.Mark(MarkKind.GROUP, new UUID(1, 1), ""))).isEqualTo(1);
                assertThat(hold).isNotNull();
            }
            write.get();
        }
        assertThat(world.capture.spool().lastSequence()).isEqualTo(2);
    }

    @Test
    void aWriteOutsideTheDiskLeavesNoTrace() {
        assertThatThrownBy(() -> write(CaptureWorld.SIZE - 100, 512)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(world.capture.spool().lastSequence()).isZero();
    }
}
