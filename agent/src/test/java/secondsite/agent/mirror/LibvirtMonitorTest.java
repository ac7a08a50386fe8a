package secondsite.agent.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.qmp.QmpException;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.nbd.NbdEvents;

/** A real libvirt and its guest, mirrored through libvirt. */
@Timeout(180)
class LibvirtMonitorTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private LibvirtGuest guest;
    private LibvirtMonitor monitor;
    private Mirror mirror;
    private final MemoryDisk sink = new MemoryDisk(LibvirtGuest.SIZE);

    @BeforeEach
    void begin() throws Exception {
        guest = new LibvirtGuest(folder);
        monitor = monitor(LibvirtGuest.DOMAIN);
        mirror = mirror(LibvirtGuest.DISK);
    }

    private LibvirtMonitor monitor(String domain) {
        return new LibvirtMonitor(guest.connection(), domain, folder.resolve("nowhere"));
    }

    private Mirror mirror(String disk) {
        return new Mirror(new Guest(monitor, folder.resolve("b")), disk, new UUID(7, 7), LibvirtGuest.SIZE,
                UUID::randomUUID, NbdEvents.NONE);
    }

    @AfterEach
    void end() throws Exception {
        if (guest != null) {
            mirror.close();
            guest.close();
        }
    }

    private void write(int value, int offset, int length) throws Exception {
        String drive = "/machine/peripheral/virtio-disk0/virtio-backend";
        var said = guest.virsh().run(LONG, "qemu-monitor-command", "--hmp", LibvirtGuest.DOMAIN,
                "qemu-io -d " + drive + " \"write -q -P " + value + " " + offset + " " + length + "\"");
        assertThat(said.fine()).as(said.error()).isTrue();
        assertThat(said.output().strip()).isEmpty();
    }

    @Test
    void aGuestOfLibvirtIsMirroredReadAndLeftAgain() throws Exception {
        write(5, 0, 4096);
        Mirror.Begun begun = mirror.begin(sink, Optional.empty());
        assertThat(begun.written()).isEmpty();
        write(6, 8192, 4096);
        mirror.check(LONG);
        mirror.look(LONG);
        var brought = ByteBuffer.allocate(4096);
        sink.read(brought, 8192);
        assertThat(brought.array()).containsOnly(6);
        try (GuestDisk disk = mirror.disk()) {
            var both = ByteBuffer.allocate(12288);
            disk.read(both, 0);
            assertThat(both.array()).startsWith(5, 5).endsWith(6, 6);
        }
        mirror.end();
        write(7, 1 << 20, 512);
        assertThat(mirror.begin(sink, Optional.of(begun.cover())).written()).as("since it began first")
                .hasValueSatisfying(
                        written -> assertThat(written).extracting(each -> each.offset()).containsExactly(0L, 1L << 20));
        mirror.keepOnly(null);
        mirror.end();
        try (Monitor.Talk talk = monitor.talk(LONG)) {
            assertThat(talk.ask("query-block-jobs")).isEmpty();
            assertThat(talk.ask("query-block-exports")).isEmpty();
        }
        assertThat(guest.virsh().run(LONG, "domstate", LibvirtGuest.DOMAIN).output().strip()).isEqualTo("running");
    }

    @Test
    void whatQemuRefusesIsItsOwnRefusal() throws Exception {
        try (Monitor.Talk talk = monitor.talk(LONG)) {
            assertThatThrownBy(() -> talk.ask("blockdev-del", Map.of("node-name", "nothing")))
                    .isInstanceOf(QmpException.class).hasMessageContaining("nothing");
        }
        assertThat(List.of(monitor.device("vda"), monitor.device("other")))
                .containsExactly(guest.image.toString(), "other");
        assertThat(monitor.user()).isEqualTo(guest.user());
    }

    @Test
    void aGuestThatIsOffOrUnknownIsAway() throws Exception {
        guest.destroy();
        assertThatThrownBy(() -> mirror.begin(sink, Optional.empty())).isInstanceOf(GuestAwayException.class);
        try (Monitor.Talk talk = monitor("nobody").talk(LONG)) {
            assertThatThrownBy(() -> talk.ask("query-block")).isInstanceOf(GuestAwayException.class)
                    .hasMessageContaining("nobody");
        }
    }
}
