package secondsite.agent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import secondsite.agent.capture.Closing;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.TrackedCapture;
import secondsite.agent.capture.TrackedDiskOpening;
import secondsite.agent.configuration.NbdAddress;
import secondsite.agent.os.LinuxDevice;
import secondsite.agent.os.MachineStillness;
import secondsite.agent.protection.Pulse;
import secondsite.agent.tracking.TrackedDevice.Change;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;
import secondsite.engine.file.DirectoryFolder;

/** A block device that its machine goes on using by itself, and whose writes are heard of. */
final class TrackedBlockDevice implements CapturedDisk {

    private static final int LOOK_MILLIS = 50;

    private final LinuxDevice device;
    private final TrackedCapture capture;
    private final MachineStillness stillness;
    private final Pulse looks;

    private TrackedBlockDevice(LinuxDevice device, TrackedCapture capture, MachineStillness stillness) {
        this.device = device;
        this.capture = capture;
        this.stillness = stillness;
        this.looks = new Pulse("events " + capture.identity().disk(), LOOK_MILLIS, capture::look);
    }

    /**
     * Opens it, and hears of its writes if it is protected. A device that is not there now is waited for.
     *
     * @param spool     of this disk alone
     * @param refuge    where a word is left when the spool's device fails
     * @param stillness of all tracked devices of the machine
     */
    static TrackedBlockDevice open(Path path, Path spool, Path refuge, CaptureSettings settings,
            MachineStillness stillness, InstantSource clock) throws IOException {
        var device = new LinuxDevice(path, settings.identity().disk(), settings.identity().diskSize());
        try {
            TrackedCapture capture = new TrackedDiskOpening(device, DirectoryFolder.at(spool),
                    DirectoryFolder.at(refuge), settings, stillness, clock).open();
            stillness.add(device, capture::isProtected);
            var opened = new TrackedBlockDevice(device, capture, stillness);
            opened.looks.start();
            return opened;
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, device);
            throw e;
        }
    }

    @Override
    public TrackedCapture capture() {
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
        stillness.remove(device);
        try (capture; looks) {
            // no more looks, whatever fails
        }
    }
}
