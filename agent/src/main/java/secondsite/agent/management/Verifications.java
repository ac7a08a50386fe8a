package secondsite.agent.management;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import secondsite.agent.capture.CopyStage;
import secondsite.agent.capture.CaptureState;
import secondsite.agent.copy.CopyProgress;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.DiskVerification;
import secondsite.api.machine.DiskWork;

/** Verifies disks of this machine, one after another and not beside copies and comparisons, and knows how far that is. */
final class Verifications {

    private static final CopyProgress NOTHING_YET = new CopyProgress(0, 0, 0, 0, OptionalLong.empty(),
            Optional.empty());

    private record Running(DiskWork.State state, CopyProgress progress) {}

    private final Verifier verifier;
    private final Semaphore jobsAtOnce;
    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private final Map<UUID, DiskVerification> outcomes = new ConcurrentHashMap<>();

    Verifications(Verifier verifier, Semaphore jobsAtOnce) {
        this.verifier = verifier;
        this.jobsAtOnce = jobsAtOnce;
    }

    /** @throws IOException why one was not verified; those before it were */
    void run(List<ManagedDisk> disks) throws IOException, InterruptedException {
        for (ManagedDisk disk : disks) {
            check(disk);
        }
        try {
            disks.forEach(disk -> running.put(disk.id(), new Running(DiskWork.State.WAITING, NOTHING_YET)));
            for (ManagedDisk disk : disks) {
                verify(disk);
            }
        } finally {
            disks.forEach(disk -> running.remove(disk.id()));
        }
    }

    private static Verifier.Subject check(ManagedDisk disk) throws ReportedException {
        if (disk.capture().copy() != CopyStage.OVER
                || disk.capture().status().situation().state() != CaptureState.LOGGING) {
            throw new ReportedException(ErrorCode.ORDER_REFUSED,
                    "disk " + disk.id() + " is to be copied or compared first");
        }
        return disk.verifiable().orElseThrow(() -> new ReportedException(ErrorCode.PAUSED,
                "nothing is sent of disk " + disk.id() + " now"));
    }

    private void verify(ManagedDisk disk) throws IOException, InterruptedException {
        jobsAtOnce.acquire();
        try {
            running.put(disk.id(), new Running(DiskWork.State.RUNNING, NOTHING_YET));
            DiskVerification outcome = verifier.verify(check(disk),
                    progress -> running.put(disk.id(), new Running(DiskWork.State.RUNNING, progress)));
            outcomes.put(disk.id(), outcome);
        } finally {
            running.remove(disk.id());
            jobsAtOnce.release();
        }
    }

    /** Null when it is not being verified. */
    DiskWork work(UUID disk) {
        Running now = running.get(disk);
        if (now == null) {
            return null;
        }
        CopyProgress at = now.progress();
        Long left = at.secondsLeft().isPresent() ? at.secondsLeft().getAsLong() : null;
        return new DiskWork(DiskWork.Kind.VERIFICATION, now.state(), at.doneBytes(), at.totalBytes(), at.sentBytes(),
                at.bytesPerSecond(), left, at.waiting().orElse(null), null);
    }

    /** It is not protected any more: what was found says nothing of a replica that comes later. */
    void forget(UUID disk) {
        outcomes.remove(disk);
    }

    /** Null when there was none. */
    DiskVerification outcome(UUID disk) {
        return outcomes.get(disk);
    }
}
