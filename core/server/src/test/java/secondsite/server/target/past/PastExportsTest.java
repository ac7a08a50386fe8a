package secondsite.server.target.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.nbd.NbdEvents;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.server.target.Replica;

/** Past disks over NBD, as clients nobody here wrote see them. */
class PastExportsTest {

    private static final int SIZE = 8 << 20;
    private static final UUID ID = new UUID(8, 9);
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final byte[] first = random(1);
    private final byte[] second = random(2);
    private Replica replica;
    private PastExports exports;

    @BeforeEach
    void make() throws IOException {
        replica = Replica.create(folder("replica"), new Replica.NewReplica(ID, SIZE, "m", "d", 1, 1), 3,
                JournalSettings.DEFAULTS,
                now::get);
        var packer = new BatchPacker(1 << 20, true);
        for (int i = 0; i < 8; i++) {
            replica.copy(packer.pack(ID.getMostSignificantBits(), 1, List.of(new SequencedRecord(1, 1,
                    new Record.Copy((long) i << 20, ByteBuffer.wrap(first, i << 20, 1 << 20).slice())))));
        }
        for (int i = 0; i < 8; i++) {
            replica.journal().append(packer.pack(ID.getMostSignificantBits(), 1, List.of(new SequencedRecord(i + 1,
                    i + 1,
                    new Record.Write((long) i << 20, ByteBuffer.wrap(second, i << 20, 1 << 20).slice(), false)))));
        }
        replica.journal().force();
        replica.finishCopy(0);
        exports = new PastExports(folder("overlays"), Files.createDirectory(directory.resolve("s")), now::get,
                NbdEvents.NONE);
    }

    @AfterEach
    void close() throws IOException {
        exports.close();
        replica.close();
    }

    @Test
    void clientsSeeTheDiskAsItWas() throws Exception {
        assertCopyEquals(exports.open(replica.past(0), "first", false, Duration.ofHours(1)), first);
        assertCopyEquals(exports.open(replica.past(8), "second", true, Duration.ofHours(1)), second);
        assertThat(exports.running()).extracting(RunningExport::label, RunningExport::sequence, RunningExport::writable)
                .containsExactlyInAnyOrder(org.assertj.core.groups.Tuple.tuple("first", 0L, false),
                        org.assertj.core.groups.Tuple.tuple("second", 8L, true));
    }

    @Test
    void whatAClientWritesStaysInItsOverlayAndGoesWithIt() throws Exception {
        RunningExport one = exports.open(replica.past(8), "one", true, Duration.ofHours(1));
        RunningExport other = exports.open(replica.past(8), "other", true, Duration.ofHours(1));
        qemuIo(one, "write -P 66 1000 1M", "flush", "discard 3M 64k", "read -P 66 1000 1M", "read -P 0 3M 64k");
        assertCopyEquals(other, second);
        exports.close(one.id());
        assertThat(folder("overlays").names()).hasSize(1);
        assertThat(Files.exists(one.socket())).isFalse();
        assertCopyEquals(exports.open(replica.past(8), "again", true, Duration.ofHours(1)), second);
    }

    @Test
    void aReadOnlyExportRefusesWrites() throws IOException {
        RunningExport export = exports.open(replica.past(8), "read only", false, Duration.ofHours(1));
        assertThat(new String(started("nbdinfo", uri(export)).getInputStream().readAllBytes()))
                .contains("is_read_only: true");
    }

    @Test
    void anExportEndsWhenItsTimeIsOverAndLetsThePastGo() throws Exception {
        RunningExport shorter = exports.open(replica.past(2), "short", true, Duration.ofMinutes(10));
        RunningExport prolonged = exports.open(replica.past(4), "long", true, Duration.ofMinutes(10));
        now.set(START.plus(Duration.ofMinutes(9)));
        assertThat(exports.expire()).isEmpty();
        exports.prolong(prolonged.id(), Duration.ofMinutes(10));
        now.set(START.plus(Duration.ofMinutes(11)));
        assertThat(exports.expire()).containsExactly(shorter.id());
        assertThat(exports.running()).extracting(RunningExport::id).containsExactly(prolonged.id());
        assertThatThrownBy(() -> exports.prolong(shorter.id(), Duration.ofHours(1))).hasMessageContaining("no export");
        qemuIo(prolonged, "read 0 1M");
    }

    @Test
    void overlaysThatAnotherProcessLeftAreCleared() throws IOException {
        folder("overlays").create("past-3-1.overlay").close();
        new PastExports(folder("overlays"), directory.resolve("s"), now::get, NbdEvents.NONE).close();
        assertThat(folder("overlays").names()).isEmpty();
    }

    @Test
    void anExportThatCannotBeOpenedLeavesNothing() throws IOException {
        var nowhere = new PastExports(folder("overlays"), directory.resolve("no").resolve("such"), now::get,
                NbdEvents.NONE);
        PastDisk past = replica.past(3);
        assertThatThrownBy(() -> nowhere.open(past, "lost", true, Duration.ofHours(1))).isInstanceOf(IOException.class);
        assertThat(folder("overlays").names()).isEmpty();
        assertThat(nowhere.running()).isEmpty();
        assertThatThrownBy(() -> past.read(ByteBuffer.allocate(1), 0)).hasMessageContaining("closed");
    }

    @Test
    void theLongestFolderForSocketsServesAndALongerOneIsNamedAtTheStart() throws Exception {
        int most = 107 - 16;
        String base = directory.toString() + "/";
        Path longest = Files.createDirectory(Path.of(base + "x".repeat(most - base.length())));
        try (var served = new PastExports(folder("others"), longest, now::get, NbdEvents.NONE)) {
            assertCopyEquals(served.open(replica.past(8), "far away", true, Duration.ofHours(1)), second);
        }
        Path tooLong = Files.createDirectory(Path.of(longest + "x"));
        assertThatThrownBy(() -> new PastExports(folder("others"), tooLong, now::get, NbdEvents.NONE))
                .isInstanceOf(IOException.class).hasMessageContaining(tooLong.toString())
                .hasMessageContaining("may have " + most);
    }

    private void assertCopyEquals(RunningExport export, byte[] expected) throws Exception {
        Path copy = directory.resolve("copy");
        Command.run("nbdcopy", uri(export), copy.toString());
        assertThat(Files.readAllBytes(copy)).isEqualTo(expected);
    }

    private static void qemuIo(RunningExport export, String... commands) throws Exception {
        var command = new java.util.ArrayList<>(List.of("qemu-io", "-f", "raw"));
        for (String each : commands) {
            command.addAll(List.of("-c", each));
        }
        command.add(uri(export));
        assertThat(Command.run(command.toArray(String[]::new))).doesNotContain("failed");
    }

    private static Process started(String... command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String uri(RunningExport export) {
        return "nbd+unix:///?socket=" + export.socket();
    }

    private DirectoryFolder folder(String name) throws IOException {
        return DirectoryFolder.at(directory.resolve(name));
    }

    private static byte[] random(long seed) {
        byte[] data = new byte[SIZE];
        new Random(seed).nextBytes(data);
        return data;
    }
}
