package secondsite.drill.crash;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.MirrorCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.mirror.Guest;
import secondsite.agent.mirror.Mirror;
import secondsite.agent.mirror.QmpMonitor;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.nbd.NbdEvents;

/** A QEMU that has an image of its own, serves it to whoever is in the guest's place, and mirrors it to us. */
final class MirroringQemu {

    private static final Duration READY = Duration.ofSeconds(60);

    private MirroringQemu() {}

    static ProtectedGuest.Captured capture(Path image, Path folder, CaptureSettings settings, RisingClock clock,
            CleanUp cleanUp) throws IOException {
        Path monitor = folder.resolve("qmp.sock");
        Path between = Files.createDirectory(folder.resolve("between"));
        // A QEMU is one NBD server at most: what we read of it, and the guest's place, are at one socket.
        Path socket = between.resolve("qemu.sock");
        var qemu = new Program("qemu", folder.resolve("qemu.log"), List.of("qemu-storage-daemon", "--blockdev",
                "driver=file,node-name=file,filename=" + image, "--blockdev", "driver=raw,node-name=root,file=file",
                "--chardev", "socket,id=monitor,path=" + monitor + ",server=on,wait=off", "--monitor",
                "chardev=monitor", "--nbd-server", "addr.type=unix,addr.path=" + socket, "--export",
                "type=nbd,id=guest,name=,node-name=root,writable=on"), cleanUp);
        qemu.start();
        Patience.until("QEMU listens", READY, () -> qemu.running() && listens(monitor) && listens(socket));
        long size = settings.identity().diskSize();
        var mirror = new Mirror(new Guest(new QmpMonitor(monitor), between), "root", settings.identity().disk(), size,
                UUID::randomUUID, NbdEvents.NONE);
        MirrorCapture capture = SplitDiskOpening.mirror(mirror, DirectoryFolder.at(folder.resolve("spool")),
                DirectoryFolder.at(folder.resolve("refuge")), settings, clock);
        cleanUp.later(capture::close);
        capture.protect(settings.epoch());
        return new ProtectedGuest.Captured(capture, socket);
    }

    private static boolean listens(Path socket) {
        try (SocketChannel _ = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
