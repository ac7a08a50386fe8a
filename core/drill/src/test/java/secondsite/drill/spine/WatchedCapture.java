package secondsite.drill.spine;

import java.io.IOException;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.GapReason;
import secondsite.drill.world.Run;

/** Tells a disk's model when the log is opened again or begins anew. */
final class WatchedCapture extends CaptureLayer {

    private final GuestDisk disk;
    private final Run run;

    WatchedCapture(GuestDisk disk, Capture below, Run run) {
        super(below);
        this.disk = disk;
        this.run = run;
    }

    private void observe() {
        run.checkAlive();
        disk.observe();
    }

    @Override
    public boolean recoverSpool() throws IOException {
        observe();
        boolean reopened = below.recoverSpool();
        if (reopened) {
            disk.reopened();
        }
        return reopened;
    }

    /** What the capture does first itself, so that it is seen. */
    @Override
    public void resyncBegins() throws IOException {
        recoverSpool();
        below.resyncBegins();
        observe();
    }

    @Override
    public void restart(long firstSequence, GapReason reason, String detail) throws IOException {
        observe();
        below.restart(firstSequence, reason, detail);
        disk.restarted(firstSequence);
    }
}
