package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.agent.mirror.GuestDisk;
import secondsite.agent.mirror.Mirror;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.DamagedException;

/**
 * Opens a split disk as its last run left it. After that run was killed, the spool's end is replayed into the disk and nothing is missing.
 * After a loss of power the same is done, and the regions that were being written are to be compared.
 */
public final class SplitDiskOpening {

    private static final String LOG = "log";

    private final Disk disk;
    private final Folder folder;
    private final Folder refuge;
    private final CaptureSettings settings;
    private final InstantSource clock;
    private final Spool spool;
    /** Whether writes pass us alone: then the spool may have what the disk lacks, and the disk has nothing that the spool lacks. */
    private final boolean alone;

    /**
     * @param folder of the spool; empty at first
     * @param refuge a folder beside the disk, where a word is left when the spool's device fails
     */
    public SplitDiskOpening(Disk disk, Folder folder, Folder refuge, CaptureSettings settings, InstantSource clock)
            throws IOException {
        this(disk, folder, refuge, settings, clock, true);
    }

    private SplitDiskOpening(Disk disk, Folder folder, Folder refuge, CaptureSettings settings, InstantSource clock,
            boolean alone) throws IOException {
        this.alone = alone;
        this.disk = disk;
        this.folder = folder;
        this.refuge = refuge;
        this.settings = settings;
        this.clock = clock;
        this.spool = new Spool(folder.folder(LOG), settings.identity(), settings.limits(), settings.epoch(), clock);
    }

    /** Whose spool lies in this folder; empty when there is none yet. */
    public static Optional<JournalIdentity> identity(Folder folder) throws IOException {
        return StateFile.exists(folder) ? Optional.of(StateFile.identity(folder)) : Optional.empty();
    }

    /**
     * The capture, its disk ready to be served. It owns the disk beneath from then on; when opening fails, it does not.
     *
     * @throws DamagedException when the spool holds flushed writes that the disk may lack, and cannot be read
     */
    public SplitCapture open() throws IOException {
        return open(SplitCapture::new);
    }

    /**
     * The capture of a guest's disk, which its QEMU mirrors to us while we are there: the disk has all that was ever logged, and more, so that
     * nothing is replayed. It is not mirrored yet.
     *
     * @param settings of a disk that is protected later
     */
    public static MirrorCapture mirror(Mirror mirror, Folder folder, Folder refuge, CaptureSettings settings,
            InstantSource clock) throws IOException {
        GuestDisk guest = mirror.disk();
        var opening = new SplitDiskOpening(guest, folder, refuge, settings, clock, false);
        return opening.open(parts -> new MirrorCapture(parts, guest, mirror, CoverFile.open(folder)));
    }

    private interface Making<T> {
        T make(SplitParts parts) throws IOException;
    }

    private <T> T open(Making<T> making) throws IOException {
        Closeable lock = folder.lock("lock");
        CaptureFiles files = null;
        try {
            files = openFiles();
            recover(files);
            var order = new ReentrantLock();
            var evidence = new Evidence(order, disk, spool, files, clock);
            return making.make(new SplitParts(order, disk, spool, files, evidence, lock));
        } catch (IOException | RuntimeException e) {
            Closing.quietly(e, files, spool, lock);
            throw e;
        }
    }

    private CaptureFiles openFiles() throws IOException {
        boolean fresh = !StateFile.exists(folder);
        boolean lost = !fresh && !(folder.exists(DirtyBitmap.NAME) && folder.exists(WriteIntent.NAME));
        DirtyBitmap dirty = DirtyBitmap.open(folder, settings.identity());
        WriteIntent intent = WriteIntent.open(folder, settings.identity());
        StateFile state = fresh
                ? StateFile.create(folder, refuge, first())
                : StateFile.open(folder, refuge, settings.identity());
        boolean isProtected = state.current().situation().state() != CaptureState.UNPROTECTED;
        if (lost && isProtected) {
            Situation gap = state.current().situation().gap(GapReason.EVIDENCE_LOST,
                    "a file of " + folder.place() + " is gone", true, clock.instant());
            state.save(state.current().with(gap));
        }
        return new CaptureFiles(state, dirty, intent);
    }

    private CaptureRecord first() {
        Situation situation = settings.protectedAtFirst() && alone
                ? Situation.begin(clock.instant())
                : Situation.unprotected(clock.instant());
        return new CaptureRecord(settings.identity(), settings.boot(), true, false, CopyStage.NONE, settings.epoch(), 1,
                situation);
    }

    private void recover(CaptureFiles files) throws IOException {
        CaptureRecord left = files.state().current();
        if (left.situation().state() == CaptureState.UNPROTECTED) {
            discard(files);
            return;
        }
        // When a disk is fenced, disk and spool are durable, and nothing is written after that.
        boolean fenced = left.situation().state() == CaptureState.FENCED;
        boolean powerLost = !fenced && !left.clean() && !left.boot().equals(settings.boot());
        Situation released = released(left);
        boolean anew = fenced && released.state() == CaptureState.RESYNC_REQUIRED;
        Situation situation = openSpool(left, released, anew, powerLost);
        if (powerLost) {
            for (Extent region : files.intent().ranges()) {
                files.dirty().set(region.offset(), region.length());
            }
        }
        settle(files, compare(situation, powerLost, files.dirty().dirtyBytes() > 0), anew);
    }

    /** What an end of protection left that was interrupted. Deleting it may wait: protection begins with an empty spool in any case. */
    private void discard(CaptureFiles files) throws IOException {
        try {
            spool.giveUp();
        } catch (IOException _) {
            spool.close();
        }
        files.dirty().clearAll();
        files.intent().clearAll();
        files.state().save(files.state().current().openedIn(settings.boot()));
    }

    private Situation released(CaptureRecord left) {
        boolean newer = settings.epoch() > left.heardEpoch();
        return left.situation().state() == CaptureState.FENCED && newer
                ? left.situation().released(clock.instant())
                : left.situation();
    }

    private Situation openSpool(CaptureRecord left, Situation situation, boolean anew, boolean powerLost)
            throws IOException {
        try {
            if (anew) {
                spool.begin(settings.epoch());
            } else {
                spool.open(1);
            }
            if (situation.state().logs()) {
                replay(left);
            }
            boolean lacks = situation.state() == CaptureState.FENCED && spool.lastSequence() + 1 < left.replayFrom();
            return lacks ? situation.doubted() : situation;
        } catch (Replay.DiskFailedException e) {
            throw e;
        } catch (IOException e) {
            spool.close();
            return withoutSpool(situation, e, powerLost);
        }
    }

    private void replay(CaptureRecord left) throws IOException {
        if (spool.lastSequence() + 1 < left.replayFrom()) {
            throw new DamagedException(spool.place(), spool.lastSequence(), "its last record is " + spool.lastSequence()
                    + ", but once it had all before record " + left.replayFrom());
        }
        if (alone && !left.clean()) {
            new Replay(spool.journal(), disk).from(left.replayFrom());
        }
    }

    /** Without the spool nothing acknowledged is missing on the disk, unless power was lost before the disk was forced. */
    private Situation withoutSpool(Situation situation, IOException why, boolean powerLost) throws IOException {
        if (alone && situation.state().logs() && powerLost) {
            throw new IOException("power was lost, and the spool " + spool.place()
                    + ", which holds flushed writes that the disk may lack, cannot be read (" + why.getMessage()
                    + "); move the folder " + folder.place()
                    + " away to go on without these writes, and check the file system", why);
        }
        return situation.state() == CaptureState.FENCED
                ? situation.doubted()
                : situation.gap(GapReason.SPOOL_DAMAGED, why.getMessage(), true, clock.instant());
    }

    private Situation compare(Situation situation, boolean powerLost, boolean differs) {
        if (!alone) {
            // What is to be compared is known when it is mirrored again.
            return situation.state().logs()
                    ? situation.gap(GapReason.NOT_MIRRORED, "the agent was not there", false, clock.instant())
                    : situation;
        }
        boolean suspect = situation.state() == CaptureState.LOGGING && differs
                || situation.state() == CaptureState.RESYNCING && powerLost;
        GapReason reason = powerLost ? GapReason.POWER_LOSS : GapReason.DISK_ERROR;
        return suspect ? situation.gap(reason, "found at the start", false, clock.instant()) : situation;
    }

    /** @param anew whether the spool was begun anew */
    private void settle(CaptureFiles files, Situation situation, boolean anew) throws IOException {
        disk.flush();
        if (situation.state().logs()) {
            spool.force();
        }
        files.dirty().force();
        CaptureRecord now = files.state().current();
        long replayFrom = situation.state().logs() ? spool.lastSequence() + 1 : now.replayFrom();
        files.state().save(new CaptureRecord(now.identity(), settings.boot(), false, now.met() && !anew, now.copy(),
                Math.max(now.heardEpoch(), settings.epoch()), replayFrom, situation));
        files.intent().clearAll();
        if (spool.isOpen()) {
            spool.checkpointed(spool.lastSequence());
        }
    }
}
