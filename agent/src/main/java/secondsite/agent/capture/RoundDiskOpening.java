package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.scan.BlockSumFile;
import secondsite.agent.scan.ScannedSource;
import secondsite.agent.tracking.Stillness;
import secondsite.agent.tracking.TrackedDevice;
import secondsite.agent.tracking.TrackedWrites;
import secondsite.engine.file.Folder;

/**
 * Opens the capture of a disk that machines write to past us, as its last run left it. When nothing was missed since then, or what was missed can
 * be found out, it goes on, however that run ended; otherwise the whole disk is to be compared. The kernel's record of a tracked disk does
 * not outlive the machine's run; the checksums of a scanned one do, if the agent ended in order.
 */
public final class RoundDiskOpening {

    private static final String LOG = "log";

    private final Opening followed;
    private final Folder folder;
    private final Folder refuge;
    private final CaptureSettings settings;
    private final Stillness stillness;
    private final InstantSource clock;
    private final Spool spool;

    private interface Opening {
        Followed open() throws IOException;
    }

    /**
     * Of a device whose writes the kernel tells.
     *
     * @param device owned by the capture once it is open
     * @param folder of the spool; empty at first
     * @param refuge a folder elsewhere, where a word is left when the spool's device fails
     */
    public RoundDiskOpening(TrackedDevice device, Folder folder, Folder refuge, CaptureSettings settings,
            Stillness stillness, InstantSource clock) throws IOException {
        this(() -> new FollowedByKernel(device,
                new TrackedWrites(device, folder, settings.identity(), settings.boot())), folder, refuge, settings,
                stillness, clock);
    }

    /** The same of a disk of any kind, which is read to find out what was written. @param seed of its checksums, if it has none yet */
    public RoundDiskOpening(ScannedSource source, long seed, Folder folder, Folder refuge, CaptureSettings settings,
            Stillness stillness, InstantSource clock) throws IOException {
        this(() -> new FollowedByScans(source, BlockSumFile.open(folder, settings.identity(), seed), settings.boot()),
                folder, refuge, settings, stillness, clock);
    }

    private RoundDiskOpening(Opening followed, Folder folder, Folder refuge, CaptureSettings settings,
            Stillness stillness, InstantSource clock) throws IOException {
        this.followed = followed;
        this.folder = folder;
        this.refuge = refuge;
        this.settings = settings;
        this.stillness = stillness;
        this.clock = clock;
        this.spool = new Spool(folder.folder(LOG), settings.identity(), settings.limits(), settings.epoch(), clock);
    }

    /** The capture. When opening fails, device or source are still the caller's. */
    public RoundCapture open() throws IOException {
        Closeable lock = folder.lock("lock");
        StateFile state = null;
        DirtyBitmap dirty = null;
        Followed disk = null;
        try {
            state = StateFile.exists(folder)
                    ? StateFile.open(folder, refuge, settings.identity())
                    : StateFile.create(folder, refuge, first());
            dirty = DirtyBitmap.open(folder, settings.identity());
            disk = followed.open();
            recover(state, dirty, disk);
            var order = new ReentrantLock();
            var log = new RoundLog(order, spool, state, dirty, clock);
            return new RoundCapture(new RoundCapture.Opened(disk, state, lock),
                    new Followed.Means(order, stillness, log, spool, dirty));
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, disk, dirty, state, spool, lock);
            throw e;
        }
    }

    /** Protection of a disk that was never seen before begins with an empty spool, like any other. */
    private CaptureRecord first() {
        return new CaptureRecord(settings.identity(), settings.boot(), true, false, CopyStage.NONE, settings.epoch(), 1,
                Situation.unprotected(clock.instant()));
    }

    private void recover(StateFile state, DirtyBitmap dirty, Followed disk) throws IOException {
        CaptureRecord left = state.current();
        if (left.situation().state() == CaptureState.UNPROTECTED) {
            spool.giveUp();
            dirty.clearAll();
            disk.end();
            state.save(left.openedIn(settings.boot()));
            return;
        }
        Situation now = openSpool(left.situation());
        if (!resumed(disk, left)) {
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

    /** @return whether nothing was missed; otherwise what is written from now on is noticed, if it can be */
    private static boolean resumed(Followed disk, CaptureRecord left) {
        try {
            if (disk.resume(left)) {
                return true;
            }
            disk.begin();
        } catch (IOException _) {
            // Who looks tries again, and tells what is wrong.
        }
        return false;
    }
}
