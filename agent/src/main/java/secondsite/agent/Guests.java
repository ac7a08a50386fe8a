package secondsite.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.configuration.GuestDiskPlace;
import secondsite.agent.mirror.Guest;
import secondsite.agent.mirror.LibvirtMonitor;
import secondsite.agent.mirror.Mirror;
import secondsite.agent.mirror.Monitor;
import secondsite.agent.mirror.QmpMonitor;
import secondsite.engine.file.DirectoryFolder;

/** The running guests whose disks are captured. Disks of one guest share its QEMU. */
final class Guests {

    private static final int FOLDER_DIGITS = 8;
    private static final Path LIBVIRT_PROCESSES = Path.of("/run/libvirt/qemu");
    /** Its guests run as another user, who may not come to the agent's own folder. */
    private static final Path LIBVIRT_SOCKETS = Path.of("/run/secondsite-guests");

    private final Path sockets;
    private final InstantSource clock;
    private final Map<String, Guest> known = new HashMap<>();

    /** @param sockets folder in which each guest has one for the sockets between its QEMU and us, if nothing else is said */
    Guests(Path sockets, InstantSource clock) {
        this.sockets = sockets;
        this.clock = clock;
    }

    /** Opens a disk of a guest, which need not be running. @param spool of this disk alone @param refuge as in {@link SplitDiskOpening} */
    synchronized CapturedGuest open(DiskEntry entry, Path spool, Path refuge, CaptureSettings settings)
            throws IOException {
        GuestDiskPlace place = entry.guest();
        Guest guest = known.computeIfAbsent(place.guest(), _ -> guest(place, entry.id()));
        var mirror = new Mirror(guest, place.disk(), entry.id(), entry.size().bytes(), UUID::randomUUID,
                new NbdLog(entry.name()));
        return new CapturedGuest(entry.name(),
                SplitDiskOpening.mirror(mirror, DirectoryFolder.at(spool), DirectoryFolder.at(refuge),
                        settings, clock));
    }

    private Guest guest(GuestDiskPlace place, UUID disk) {
        boolean ofLibvirt = place.libvirt() != null;
        Monitor monitor = ofLibvirt
                ? new LibvirtMonitor(place.connect(), place.libvirt(), LIBVIRT_PROCESSES)
                : new QmpMonitor(place.qmp());
        // A path of a socket is short.
        Path chosen = (ofLibvirt ? LIBVIRT_SOCKETS : sockets)
                .resolve(disk.toString().substring(0, FOLDER_DIGITS));
        return new Guest(monitor, place.sockets() == null ? chosen : place.sockets());
    }
}
