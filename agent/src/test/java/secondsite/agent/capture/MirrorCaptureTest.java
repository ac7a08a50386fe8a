package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.capture.MirrorStanding.Hindrance;
import secondsite.agent.mirror.Guest;
import secondsite.agent.mirror.GuestAwayException;
import secondsite.agent.mirror.Mirror;
import secondsite.agent.mirror.QmpMonitor;
import secondsite.api.qmp.Qmp;
import secondsite.api.qmp.QmpException;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** A real QEMU, and what people and other programs do to it. */
@Timeout(120)
class MirrorCaptureTest {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long GRANULE = 64 << 10;

    @TempDir
    private Path folder;

    private MirroredMachine machine;
    private final Random random = new Random(8);

    @BeforeEach
    void begin() throws Exception {
        machine = new MirroredMachine(folder);
    }

    @AfterEach
    void end() throws Exception {
        if (machine != null) {
            machine.close();
        }
    }

    private MirrorCapture capture() {
        return machine.capture;
    }

    private void mark() throws IOException, InterruptedException {
        try (Hold _ = capture().hold(LIMIT).orElseThrow()) {
            capture().mark(new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), ""));
        }
        capture().force();
    }

    private void assertReplicaIsTheDisk(ToldDisk replica) throws IOException {
        replica.bringToEnd(capture());
        assertThat(machine.mismatch(replica.image())).as("first byte that differs").isNegative();
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(machine.ask("query-block-jobs", Map.of())).isEmpty();
        assertThat(machine.ask("query-block-exports", Map.of())).isEmpty();
        for (JsonNode node : machine.ask("query-named-block-nodes", Map.of())) {
            assertThat(node.path("node-name").asText()).doesNotStartWith("secondsite");
        }
    }

    @Test
    void whatIsReadOnceAndWhatIsLoggedIsTheDisk() throws Exception {
        machine.scribble(random, 20);
        machine.open().protect(1);
        machine.scribble(random, 20);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            machine.scribble(random, 20);
            machine.zero(MirroredMachine.SIZE / 2, 1 << 20);
            assertReplicaIsTheDisk(replica);
        }
        assertThat(capture().writtenBytes()).isPositive();
        capture().unprotect();
        machine.await("nobody reads", () -> asked("query-block-exports").isEmpty());
        assertNothingIsLeft();
        assertThat(bitmap()).isNull();
    }

    @Test
    void aDiskIsNotMirroredBeforeItIsProtected() throws Exception {
        machine.open();
        machine.scribble(random, 3);
        assertNothingIsLeft();
        assertThat(capture().standing().hindrance()).isEqualTo(Hindrance.NONE);
    }

    @Test
    void aGuestThatIsNotRunningCannotBeProtectedYet() throws Exception {
        machine.lose();
        machine.open();
        assertThatThrownBy(() -> capture().protect(1)).isInstanceOf(GuestAwayException.class)
                .hasMessageContaining("not running");
        assertThat(capture().isProtected()).isFalse();
        machine.boot();
        capture().protect(1);
        mark();
    }

    @Test
    void aRebootOfTheGuestIsNothing() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            machine.ask("system_reset", Map.of());
            machine.scribble(random, 10);
            mark();
            assertThat(capture().situation().state()).isEqualTo(CaptureState.LOGGING);
            assertReplicaIsTheDisk(replica);
        }
    }

    @Test
    void whenSomebodyEndsTheMirrorTheGuestGoesOnAndItIsMirroredAndComparedAgain() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            endJob();
            machine.scribble(random, 10);
            machine.await(CaptureState.RESYNC_REQUIRED);
            assertThat(capture().situation().reason()).isEqualTo(GapReason.NOT_MIRRORED);
            machine.scribble(random, 10);
            machine.compareAgain();
            machine.scribble(random, 10);
            mark();
            assertReplicaIsTheDisk(replica);
        }
    }

    @Test
    void noPointIsMadeWhenTheMirrorHasEndedAndNobodyHasNoticedYet() throws Exception {
        machine.open().protect(1);
        machine.stopLooking();
        endJob();
        machine.write(7, 0, 512);
        assertThatThrownBy(this::mark).isInstanceOf(IOException.class).hasMessageContaining("mirror");
        assertThatThrownBy(() -> capture().consistentFrom()).isInstanceOf(IOException.class);
    }

    @Test
    void anAgentThatComesBackMirrorsAndComparesAgain() throws Exception {
        machine.open().protect(1);
        ToldDisk replica = new ToldDisk(capture(), folder.resolve("replica"));
        try (replica) {
            machine.scribble(random, 10);
            machine.endAgent();
            assertNothingIsLeft();
            machine.scribble(random, 10);
            machine.open();
            assertThat(capture().situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
            assertThat(machine.compareAgain()).as("compared").isBetween(1L, 20 * GRANULE);
            machine.scribble(random, 10);
            assertReplicaIsTheDisk(replica);
        }
    }

    @Test
    void aBreakCostsAComparisonOfWhatWasWrittenSinceTheCoverWasRenewed() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            machine.write(1, 40 << 20, 20 << 20);
            assertThat(covered()).isEqualTo(20 << 20);
            capture().renew();
            assertThat(covered()).isZero();
            machine.write(2, 1 << 20, 512);
            machine.stopLooking();
            endJob();
            machine.write(3, 3 << 20, 512);
            lookSomeTimes();
            assertThat(capture().isMirrored()).isTrue();
            assertThat(MirroredMachine.compare(capture())).isEqualTo(2 * GRANULE);
            assertReplicaIsTheDisk(replica);
        }
    }

    @Test
    void withoutItsCoverTheWholeDiskIsCompared() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            machine.stopLooking();
            endJob();
            machine.write(3, 3 << 20, 512);
            machine.ask("block-dirty-bitmap-remove", Map.of("node", node(), "name", bitmap().path("name").asText()));
            lookSomeTimes();
            assertThat(MirroredMachine.compare(capture())).isEqualTo(MirroredMachine.SIZE);
            assertReplicaIsTheDisk(replica);
        }
    }

    private void lookSomeTimes() {
        for (int i = 0; i < 10; i++) {
            capture().look();
        }
    }

    private JsonNode bitmap() throws IOException {
        JsonNode found = null;
        for (JsonNode each : machine.ask("query-named-block-nodes", Map.of())) {
            for (JsonNode bitmap : each.path("dirty-bitmaps")) {
                if (bitmap.path("name").asText().startsWith("secondsite")) {
                    assertThat(found).as("one bitmap").isNull();
                    found = bitmap;
                }
            }
        }
        return found;
    }

    private long covered() throws IOException {
        return bitmap().path("count").asLong();
    }

    private String node() throws IOException {
        return machine.ask("query-block", Map.of()).get(0).path("inserted").path("node-name").asText();
    }

    private void endJob() throws IOException {
        String job = machine.ask("query-block-jobs", Map.of()).get(0).path("device").asText();
        machine.ask("block-job-cancel", Map.of("device", job, "force", true));
    }

    @Test
    void aGuestThatIsStartedAnewIsMirroredAndComparedAgain() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            machine.scribble(random, 10);
            machine.lose();
            machine.await(CaptureState.RESYNC_REQUIRED);
            machine.await("it is told", () -> capture().standing().hindrance() == Hindrance.AWAY);
            assertThatThrownBy(() -> capture().resyncBegins()).hasMessageContaining("not mirrored");
            machine.boot();
            machine.scribble(random, 10);
            assertThat(machine.compareAgain()).isEqualTo(MirroredMachine.SIZE);
            assertReplicaIsTheDisk(replica);
        }
    }

    @Test
    void aWriteThatPassesWhileItsRangeIsReadIsNotOverwritten() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            Thread busy = Thread.ofPlatform().start(() -> {
                try {
                    for (int i = 0; i < 400; i++) {
                        machine.write(1 + i % 255, random.nextInt(8) * 512L, 512);
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            var busyRange = new Extent(0, 64 << 10, Extent.Kind.DATA);
            while (busy.isAlive()) {
                capture().gap(GapReason.ORDERED, "", false);
                capture().resyncBegins();
                for (int i = 0; i < 20; i++) {
                    capture().copy(List.of(busyRange), ByteBuffer.allocate(64 << 10));
                }
                capture().compared(busyRange);
                capture().resyncEnds();
            }
            busy.join();
            assertReplicaIsTheDisk(replica);
        }
    }

    @Test
    void aMonitorThatIsTakenAwayIsToldAndNothingIsLost() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            Path elsewhere = folder.resolve("elsewhere.sock");
            Files.move(machine.monitor(), elsewhere);
            machine.scribble(random, 5);
            machine.await("it is told", () -> capture().standing().hindrance() == Hindrance.AWAY);
            assertThatThrownBy(this::mark).isInstanceOf(IOException.class).hasMessageContaining("no monitor");
            assertThat(capture().situation().state()).isEqualTo(CaptureState.LOGGING);
            Files.move(elsewhere, machine.monitor());
            machine.await("it is well", () -> capture().standing().hindrance() == Hindrance.NONE);
            mark();
            assertReplicaIsTheDisk(replica);
        }
    }

    @Test
    void whoeverHoldsTheMonitorIsToldOf() throws Exception {
        machine.open().protect(1);
        try (Qmp _ = Qmp.connect(machine.monitor(), Duration.ofSeconds(30))) {
            machine.write(1, 0, 512);
            assertThatThrownBy(this::mark).isInstanceOf(IOException.class)
                    .hasMessageContaining("does another program hold this monitor");
        }
        machine.await("it is well", () -> capture().standing().hindrance() == Hindrance.NONE);
        mark();
        assertThat(capture().situation().state()).isEqualTo(CaptureState.LOGGING);
    }

    @Test
    void aDiskThatGrewWhileNobodyMirroredItIsToldAndNotTakenForTheSame() throws Exception {
        machine.open().protect(1);
        assertThatThrownBy(
                () -> machine.ask("block_resize", Map.of("device", "d0", "size", 2L * MirroredMachine.SIZE)))
                .as("QEMU refuses it while it is mirrored").isInstanceOf(QmpException.class);
        machine.endAgent();
        machine.ask("block_resize", Map.of("device", "d0", "size", 2L * MirroredMachine.SIZE));
        machine.open();
        machine.await("it is told", () -> capture().standing().hindrance() == Hindrance.RESIZED);
        assertThat(capture().standing().words()).contains(2L * MirroredMachine.SIZE + " bytes");
        assertThat(capture().isMirrored()).isFalse();
        assertNothingIsLeft();
        assertThatThrownBy(() -> capture().replicated().read(ByteBuffer.allocate(512), 0))
                .isInstanceOf(IOException.class);
        machine.ask("block_resize", Map.of("device", "d0", "size", MirroredMachine.SIZE));
        machine.compareAgain();
    }

    @Test
    void aDeviceThatIsRemovedIsToldOf() throws Exception {
        machine.open().protect(1);
        machine.ask("device_del", Map.of("id", MirroredMachine.DISK));
        machine.await("it is told", () -> capture().standing().hindrance() == Hindrance.GONE);
        assertThat(capture().standing().words()).contains(MirroredMachine.DISK);
    }

    @Test
    void aBackupThatHasQemusServerIsToldOfAndWaitedFor() throws Exception {
        Path other = folder.resolve("backup.sock");
        machine.ask("nbd-server-start",
                Map.of("addr", Map.of("type", "unix", "data", Map.of("path", other.toString()))));
        machine.open().protect(1);
        assertThatThrownBy(() -> capture().replicated().read(ByteBuffer.allocate(512), 0))
                .isInstanceOf(IOException.class).hasMessageContaining("another program");
        machine.ask("nbd-server-stop", Map.of());
        capture().replicated().read(ByteBuffer.allocate(512), 0);
    }

    @Test
    void whatAGuestWritesWhileItIsFailedOverIsComparedWhenItComesBack() throws Exception {
        machine.open().protect(1);
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            machine.scribble(random, 5);
            capture().fence(2);
            machine.scribble(random, 5);
            machine.await("it is left alone", () -> asked("query-block-jobs").isEmpty());
            capture().beginEpoch(3);
            assertThat(capture().situation().state()).isEqualTo(CaptureState.RESYNC_REQUIRED);
            machine.compareAgain();
            assertReplicaIsTheDisk(replica);
        }
    }

    private JsonNode asked(String command) {
        try {
            return machine.ask(command, Map.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDiskThatTheGuestDoesNotHaveIsRefusedWithThoseItHas() throws Exception {
        var mirror = new Mirror(
                new Guest(new QmpMonitor(machine.monitor()),
                        folder.resolve("between")),
                "nothing", UUID.randomUUID(), MirroredMachine.SIZE, UUID::randomUUID,
                NbdEvents.NONE);
        assertThatThrownBy(() -> mirror.begin(new MemoryDisk(MirroredMachine.SIZE), Optional.empty()))
                .isInstanceOf(IOException.class).hasMessageContaining("no disk 'nothing'").hasMessageContaining("d0");
        mirror.close();
    }
}
