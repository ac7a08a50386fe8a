package secondsite.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import secondsite.agent.capture.MirrorCapture;
import secondsite.agent.configuration.NbdAddress;
import secondsite.agent.protection.Pulse;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;

/** A disk of a running guest, whose QEMU mirrors it to the agent while it is protected. */
final class CapturedGuest implements CapturedDisk {

    private static final int LOOK_MILLIS = 500;

    private final MirrorCapture capture;
    private final Pulse looks;

    CapturedGuest(MirrorCapture capture) {
        this.capture = capture;
        this.looks = new Pulse("mirror " + capture.identity().disk(), LOOK_MILLIS, capture::look);
        looks.start();
    }

    @Override
    public MirrorCapture capture() {
        return capture;
    }

    @Override
    public void serve(NbdAddress address) {
        // its machine has it already
    }

    @Override
    public Duration behind() {
        return Duration.ZERO;
    }

    @Override
    public List<ReportedProblem> problems() {
        MirrorCapture.Standing now = capture.standing();
        if (!capture.isProtected()) {
            return List.of();
        }
        return switch (now.hindrance()) {
            case NONE -> List.of();
            case GONE -> List.of(new ReportedProblem(ErrorCode.DISK_GONE, now.words()));
            case RESIZED -> List.of(new ReportedProblem(ErrorCode.DISK_RESIZED, now.words()));
            case REFUSED -> List.of(new ReportedProblem(ErrorCode.REPLICATION_STOPPED, now.words()));
        };
    }

    /** Reading it keeps its QEMU busy, and QEMU's writes would wait for what is read. */
    @Override
    public boolean isVerifiable() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try (capture; looks) {
            // no more looks, whatever fails
        }
    }
}
