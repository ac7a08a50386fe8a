package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.tracking.Stillness;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.TrackedWrites;
import secondsite.engine.file.Folder;

/**
 * Opens the capture of a tracked disk as its last run left it. When the kernel has told that run everything, and this one the rest, nothing is
 * missing, however that run ended; otherwise, and always after the machine was started anew, the whole disk is to be compared.
 */
public final class TrackedDiskOpening {

    private static final String LOG = "log";

    private final TrackedDevice device;
    private final Folder folder;
    private final Folder refuge;
    private final CaptureSettings settings;
    private final Stillness stillness;
    private final InstantSource clock;
    private final Spool spool;

    /**
     * @param device owned by the capture once it is open
     * @param folder of the spool; empty at first
     * @param refuge a folder elsewhere, where a word is left when the spool's device fails
     */
    public TrackedDiskOpening(TrackedDevice device, Folder folder, Folder refuge, CaptureSettings settings,
            Stillness stillness, InstantSource clock) throws IOException {
        this.device = device;
        this.folder = folder;
        this.refuge = refuge;
        this.settings = settings;
        this.stillness = stillness;
        this.clock = clock;
        this.spool = new Spool(folder.folder(LOG), settings.identity(), settings.limits(), settings.epoch(), clock);
    }

    /** The capture. When opening fails, the device is still the caller's. */
    public TrackedCapture open() throws IOException {
        Closeable lock = folder.lock("lock");
        StateFile state = null;
        DirtyBitmap dirty = null;
        TrackedWrites writes = null;
        try {
            state = StateFile.exists(folder)
                    ? StateFile.open(folder, refuge, settings.identity())
                    : StateFile.create(folder, refuge, first());
            dirty = DirtyBitmap.open(folder, settings.identity());
            writes = new TrackedWrites(device, folder, settings.identity(), settings.boot());
            recover(state, dirty, writes);
            var order = new ReentrantLock();
            var log = new TrackedLog(order, spool, state, dirty, clock);
            return new TrackedCapture(order,
                    new TrackedCapture.Opened(device, writes, spool, state, dirty, lock), log, stillness);
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, writes, dirty, state, spool, lock);
            throw e;
        }
    }

    /** Protection of a disk that was never seen before begins with an empty spool, like any other. */
    private CaptureRecord first() {
        return new CaptureRecord(settings.identity(), settings.boot(), true, false, CopyStage.NONE, settings.epoch(), 1,
                Situation.unprotected(clock.instant()));
    }

    private void recover(StateFile state, DirtyBitmap dirty, TrackedWrites writes) throws IOException {
        CaptureRecord left = state.current();
        if (left.situation().state() == CaptureState.UNPROTECTED) {
            spool.giveUp();
            dirty.clearAll();
            writes.end();
            state.save(left.openedIn(settings.boot()));
            return;
        }
        Situation now = openSpool(left.situation());
        if (!resumed(writes)) {
            now = now.state() == CaptureState.FENCED
                    ? now.doubted()
                    : now.gap(GapReason.WRITES_UNTOLD, "while the agent was not there", true, clock.instant());
        }
        CaptureRecord next = left.with(now).openedIn(settings.boot());
        state.save(next);
    }

    private Situation openSpool(Situation before) throws IOException {
        try {
            spool.open(1);
            return before;
        } catch (IOException e) {
            spool.close();
            return before.state() == CaptureState.FENCED
                    ? before.doubted()
                    : before.gap(GapReason.SPOOL_DAMAGED, e.getMessage(), true, clock.instant());
        }
    }

    /** @return whether nothing was missed; otherwise what is written from now on is told, if it can be */
    private static boolean resumed(TrackedWrites writes) {
        try {
            if (writes.resume()) {
                return true;
            }
            writes.begin();
        } catch (IOException _) {
            // Who looks tries again, and tells what is wrong.
        }
        return false;
    }
}
