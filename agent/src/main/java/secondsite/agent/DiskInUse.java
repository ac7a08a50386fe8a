package secondsite.agent;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.Closing;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.Growing;
import secondsite.agent.capture.LeavingOut;
import secondsite.agent.capture.RoundCapture;
import secondsite.agent.capture.RoundDiskOpening;
import secondsite.agent.configuration.AgentConfiguration.DiskEntry;
import secondsite.agent.configuration.NbdAddress;
import secondsite.agent.os.LinuxDevice;
import secondsite.agent.os.MachineStillness;
import secondsite.agent.os.ScannedFile;
import secondsite.agent.protection.Pulse;
import secondsite.agent.tracking.TrackedDevice.Change;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.DirectoryFolder;

/** A disk that its machine goes on using by itself: what is written to it is heard of from the kernel, or found by scans. */
final class DiskInUse implements CapturedDisk {

    private static final Logger LOG = LoggerFactory.getLogger(DiskInUse.class);
    private static final int LOOK_MILLIS = 50;

    private final RoundCapture capture;
    private final Closeable alone;
    private final Pulse looks;

    /** What all disks of a machine share. @param refuge where a word is left when a spool's device fails */
    record Machine(Path refuge, MachineStillness stillness, InstantSource clock) {}

    /** @param alone ends its file systems' being frozen with those of other disks */
    private DiskInUse(RoundCapture capture, Closeable alone) {
        this.capture = capture;
        this.alone = alone;
        this.looks = new Pulse("looks " + capture.identity().disk(), LOOK_MILLIS, capture::look);
        looks.start();
    }

    /** How large such a disk is from now on, in bytes. @param spool of this disk alone */
    static long size(DiskEntry entry, Path spool, Path refuge, InstantSource clock) throws IOException {
        long actual;
        try {
            actual = Files.isRegularFile(entry.device())
                    ? Files.size(entry.device())
                    : LinuxDevice.size(entry.device());
        } catch (IOException _) {
            // It is waited for.
            actual = 0;
        }
        return new Growing(DirectoryFolder.at(spool), DirectoryFolder.at(refuge), clock).size(entry.id(),
                entry.size().bytes(), actual);
    }

    /**
     * Opens a block device, and hears of its writes if it is protected. One that is not there now is waited for.
     *
     * @param spool of this disk alone
     */
    static DiskInUse tracked(DiskEntry entry, Path spool, CaptureSettings settings, Machine machine)
            throws IOException {
        var device = new LinuxDevice(entry.device(), settings.identity().disk(), settings.identity().diskSize());
        MachineStillness stillness = machine.stillness();
        try {
            leaveOut(entry, device);
            new LeavingOut(DirectoryFolder.at(spool), DirectoryFolder.at(machine.refuge()), machine.clock())
                    .begin(settings.identity(), device.leftOut());
            RoundCapture capture = new RoundDiskOpening(device, DirectoryFolder.at(spool),
                    DirectoryFolder.at(machine.refuge()), settings, stillness, machine.clock()).open();
            stillness.add(device, capture::isProtected);
            return new DiskInUse(capture, () -> stillness.remove(device));
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, device);
            throw e;
        }
    }

    private static void leaveOut(DiskEntry entry, LinuxDevice device) {
        try {
            if (entry.excludeSwap()) {
                device.leaveOutSwap();
                LOG.info("disk {}: {} bytes of swap space are left out", entry.name(),
                        device.leftOut().stream().mapToLong(Extent::length).sum());
            }
        } catch (IOException e) {
            LOG.warn("disk {}: nothing is left out: {}", entry.name(), e.getMessage());
        }
    }

    /** The same of a file or device that is scanned. @param seed of its checksums, if it has none yet */
    static DiskInUse scanned(Path path, long seed, Path spool, CaptureSettings settings, Machine machine)
            throws IOException {
        var file = new ScannedFile(path, settings.identity().diskSize(), machine.clock());
        MachineStillness stillness = machine.stillness();
        try {
            RoundCapture capture = new RoundDiskOpening(file, seed, DirectoryFolder.at(spool),
                    DirectoryFolder.at(machine.refuge()), settings, stillness, machine.clock()).open();
            stillness.add(file, capture::isProtected);
            return new DiskInUse(capture, () -> stillness.remove(file));
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, file);
            throw e;
        }
    }

    @Override
    public RoundCapture capture() {
        return capture;
    }

    @Override
    public void serve(NbdAddress address) {
        // its machine has it already
    }

    @Override
    public Duration behind() {
        return capture.age();
    }

    @Override
    public List<ReportedProblem> problems() {
        TrackedDevice.Standing now = capture.standing();
        if (now.change() == Change.NONE || !capture.isProtected()) {
            return List.of();
        }
        boolean sizes = now.change() == Change.GREW || now.change() == Change.SHRANK;
        return List.of(new ReportedProblem(sizes ? ErrorCode.DISK_RESIZED : ErrorCode.DISK_GONE, now.words()));
    }

    @Override
    public void close() throws IOException {
        try (capture; looks; alone) {
            // no more looks, whatever fails
        }
    }
}
