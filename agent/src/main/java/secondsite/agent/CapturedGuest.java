package secondsite.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.capture.MirrorCapture;
import secondsite.agent.capture.MirrorStanding;
import secondsite.agent.configuration.NbdAddress;
import secondsite.agent.protection.Pulse;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.ReportedProblem;

/** A disk of a running guest, whose QEMU mirrors it to the agent while it is protected. */
final class CapturedGuest implements CapturedDisk {

    private static final Logger LOG = LoggerFactory.getLogger(CapturedGuest.class);
    private static final int LOOK_MILLIS = 500;

    private final String name;
    private final MirrorCapture capture;
    private final Pulse looks;
    private MirrorStanding told;

    CapturedGuest(String name, MirrorCapture capture) {
        this.name = name;
        this.capture = capture;
        this.told = capture.standing();
        this.looks = new Pulse("mirror " + capture.identity().disk(), LOOK_MILLIS, this::look);
        looks.start();
    }

    private void look() {
        capture.look();
        MirrorStanding now = capture.standing();
        if (!now.equals(told)) {
            if (now.hindrance() == MirrorStanding.Hindrance.NONE) {
                LOG.info("disk {}: its guest's QEMU does what it should again", name);
            } else {
                LOG.warn("disk {}: {}", name, now.words());
            }
            told = now;
        }
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
        MirrorStanding now = capture.standing();
        if (!capture.isProtected()) {
            return List.of();
        }
        return switch (now.hindrance()) {
            case NONE -> List.of();
            case AWAY -> List.of(new ReportedProblem(ErrorCode.GUEST_AWAY, now.words()));
            case GONE -> List.of(new ReportedProblem(ErrorCode.DISK_GONE, now.words()));
            case RESIZED -> List.of(new ReportedProblem(ErrorCode.DISK_RESIZED, now.words()));
            case REFUSED -> List.of(new ReportedProblem(ErrorCode.REPLICATION_STOPPED, now.words()));
        };
    }

    @Override
    public void close() throws IOException {
        try (capture; looks) {
            // no more looks, whatever fails
        }
    }
}
