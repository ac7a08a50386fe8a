package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.copy.CopyMeans;
import secondsite.agent.copy.InitialCopy;
import secondsite.agent.copy.ModelTarget;
import secondsite.agent.copy.Resync;
import secondsite.agent.stage.LoopDevice;
import secondsite.agent.tracking.TrackedDevice.Change;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;

/** A real device, mounted and in use: what the kernel tells, what it forgets, and what becomes of the device. */
@Timeout(120)
class TrackedCaptureTest {

    private static final Path INSTANCES = Path.of("/sys/kernel/tracing/instances");

    @TempDir
    private Path folder;

    private TrackedMachine machine;
    private final Random random = new Random(4);

    @BeforeEach
    void begin() throws IOException, InterruptedException {
        LoopDevice.assumeTracking();
        machine = new TrackedMachine(folder);
        machine.open().protect(1);
    }

    @AfterEach
    void end() throws IOException {
        if (machine != null) {
            machine.close();
        }
    }

    private Path instance() {
        return INSTANCES.resolve("secondsite-" + TrackedMachine.disk(folder.resolve("spool")));
    }

    private RoundCapture capture() {
        return machine.capture;
    }

    private long point() throws IOException, InterruptedException {
        long sequence = capture().consistentFrom();
        assertThat(capture().spool().lastSequence()).as("the mark is where it was said to be").isEqualTo(sequence);
        return sequence;
    }

    private static void await(String what, BooleanSupplier that) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!that.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for: " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void awaitState(CaptureState state, GapReason reason) throws InterruptedException {
        await(state + ", " + reason, () -> capture().situation().state() == state
                && capture().situation().reason() == reason);
    }

    private CopyMeans means() {
        return new CopyMeans(1, true, new Bandwidth(0), InstantSource.system(), MonotonicTime.SYSTEM);
    }

    /** Compares, while the disk is written, and finds the replica whole. */
    private void compare(ModelTarget target) throws Exception {
        machine.scribble(random, 200);
        new Resync(capture(), target, means(), () -> {
        }).run();
        assertThat(capture().situation().state()).isEqualTo(CaptureState.LOGGING);
        assertWhole(target);
    }

    /** A file system writes a little when it is thawed: what a point holds is what the disk held while it was still. */
    private byte[] stillPoint() throws IOException, InterruptedException {
        var held = ByteBuffer.allocate((int) TrackedMachine.SIZE);
        capture().approach();
        try (Hold _ = capture().hold(Duration.ofSeconds(5)).orElseThrow()) {
            capture().disk().read(held, 0);
            capture().mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
        }
        capture().force();
        return held.array();
    }

    private void assertWhole(ModelTarget target) throws Exception {
        machine.scribble(random, 100);
        byte[] held = stillPoint();
        target.durableSequence();
        assertThat(target.betweenMarks).isFalse();
        byte[] has = new byte[held.length];
        target.disk.read(ByteBuffer.wrap(has), 0);
        assertThat(Arrays.mismatch(held, has)).as("first byte that differs").isNegative();
    }

    private void assertTold(ToldDisk replica) throws Exception {
        byte[] held = stillPoint();
        replica.bringToEnd(capture());
        assertThat(Arrays.mismatch(held, Files.readAllBytes(replica.image()))).as("first byte that differs")
                .isNegative();
    }

    private ModelTarget copied() throws Exception {
        var target = new ModelTarget(capture());
        machine.scribble(random, 100);
        assertThat(new InitialCopy(capture(), target, means()).run()).isTrue();
        capture().copy(CopyStage.OVER);
        assertWhole(target);
        return target;
    }

    @Test
    void aPointOfADiskThatWasNotWrittenIsItsMarkAlone() throws Exception {
        machine.closeList();
        machine.loop.unmount();
        point();
        long first = point();
        assertThat(point()).isEqualTo(first + 1);
    }

    @Test
    void anAgentThatEndsAndStartsHasNothingToCompare() throws Exception {
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            replica.bringTo(point(), capture());
            machine.scribble(random, 300);
            machine.endAgent();
            machine.scribble(random, 300);
            machine.open();
            assertThat(capture().situation().state()).isEqualTo(CaptureState.LOGGING);
            assertTold(replica);
        }
    }

    @Test
    void afterAStartOfTheMachineTheWholeDiskIsCompared() throws Exception {
        ModelTarget target = copied();
        machine.endAgent();
        machine.open(machine.name, folder.resolve("spool"), UUID.randomUUID());
        assertThat(capture().situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
        assertThat(capture().situation().reason()).isEqualTo(GapReason.WRITES_UNTOLD);
        assertThat(capture().situation().wholeDisk()).isTrue();
        assertThatThrownBy(() -> capture().checkMarkable()).isInstanceOf(IOException.class);
        compare(target.after(capture()));
    }

    @Test
    void eventsThatTheKernelHadNoRoomForAreToldAndTheDiskIsCompared() throws Exception {
        ModelTarget target = copied();
        machine.stopLooking();
        Files.writeString(instance().resolve("buffer_size_kb"), "4");
        for (int i = 0; i < 10; i++) {
            LoopDevice.run("dd", "if=/dev/urandom", "of=" + machine.mounted.resolve("many"), "bs=4k", "count=300",
                    "oflag=direct", "conv=notrunc");
        }
        machine.startLooking();
        awaitState(CaptureState.RESYNC_REQUIRED, GapReason.WRITES_UNTOLD);
        assertThat(capture().situation().detail()).contains("faster than they could be told");
        compareWhenHeard(target);
    }

    private void compareWhenHeard(ModelTarget target) throws Exception {
        await("that writes are told again", () -> {
            try {
                capture().resyncBegins();
                return true;
            } catch (IOException _) {
                return false;
            }
        });
        compare(target);
    }

    @Test
    void tracingThatIsSwitchedOffIsToldAndTheDiskIsCompared() throws Exception {
        ModelTarget target = copied();
        Files.writeString(instance().resolve("tracing_on"), "0");
        machine.scribble(random, 50);
        awaitState(CaptureState.RESYNC_REQUIRED, GapReason.WRITES_UNTOLD);
        assertThat(capture().situation().detail()).contains("switched off");
        compareWhenHeard(target);
    }

    @Test
    void tracingThatIsNotThereAfterAStartIsToldAndTheDiskIsCompared() throws Exception {
        ModelTarget target = copied();
        machine.endAgent();
        Files.delete(instance());
        machine.open();
        assertThat(capture().situation().reason()).isEqualTo(GapReason.WRITES_UNTOLD);
        compare(target.after(capture()));
    }

    @Test
    void aDeviceThatWasTakenAwayIsToldAndComparedWhenItIsBack() throws Exception {
        ModelTarget target = copied();
        machine.disappear();
        awaitState(CaptureState.RESYNC_REQUIRED, GapReason.DEVICE_CHANGED);
        assertThat(capture().standing().change()).isEqualTo(Change.GONE);
        assertThatThrownBy(() -> capture().resyncBegins()).hasMessageContaining("is not there");
        machine.scribble(random, 50);
        machine.appear();
        await("the device", () -> capture().standing().change() == Change.NONE);
        compareWhenHeard(target);
    }

    @Test
    void aDeviceThatGrowsIsToldAndStaysProtected() throws Exception {
        ModelTarget target = copied();
        machine.loop.resize(TrackedMachine.SIZE + (8 << 20));
        await("the news", () -> capture().standing().change() == Change.GREW);
        assertThat(capture().situation().state()).isEqualTo(CaptureState.LOGGING);
        assertWhole(target);
    }

    @Test
    void aDeviceThatShrankIsNoDiskToBeRead() throws Exception {
        copied();
        machine.closeList();
        machine.loop.unmount();
        machine.loop.resize(TrackedMachine.SIZE / 2);
        awaitState(CaptureState.RESYNC_REQUIRED, GapReason.DEVICE_CHANGED);
        assertThat(capture().standing().change()).isEqualTo(Change.SHRANK);
        assertThat(capture().situation().detail()).contains(Long.toString(TrackedMachine.SIZE / 2));
        assertThatThrownBy(() -> capture().consistentFrom()).isInstanceOf(IOException.class);
    }

    @Test
    void nothingIsLeftInTheKernelWhenProtectionEnds() throws Exception {
        assertThat(instance()).exists();
        capture().unprotect();
        assertThat(instance()).doesNotExist();
        assertThat(capture().situation().state()).isEqualTo(CaptureState.UNPROTECTED);
        capture().protect(2);
        point();
    }

    @Test
    void aHoldThatPlacesNoMarkLosesNothing() throws Exception {
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            replica.bringTo(point(), capture());
            machine.scribble(random, 200);
            capture().hold(Duration.ofSeconds(5)).orElseThrow().close();
            assertTold(replica);
        }
    }

    @Test
    void markOrderAndDurabilityAreAsOfASplitDisk() throws Exception {
        point();
        machine.scribble(random, 20);
        capture().approach();
        long first;
        long second;
        try (Hold _ = capture().hold(Duration.ofSeconds(5)).orElseThrow()) {
            first = capture().mark(new Record.Mark(MarkKind.BOOKMARK, UUID.randomUUID(), "one"));
            second = capture().mark(new Record.Mark(MarkKind.BOOKMARK, UUID.randomUUID(), "two"));
        }
        capture().force();
        assertThat(second).isEqualTo(first + 1).isEqualTo(capture().spool().lastSequence());
    }
}
