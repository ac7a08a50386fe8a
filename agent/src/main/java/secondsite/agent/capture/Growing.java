package secondsite.agent.capture;

import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;

/**
 * Decides how large a disk is that others write to, when its capture is about to be opened: a device that has become larger is taken in as a whole
 * then, and compared with its replica, which keeps its past. What may not be taken in yet stays out of what is captured, as before.
 */
public final class Growing {

    private final Folder folder;
    private final Folder refuge;
    private final InstantSource clock;

    /** @param folder of the disk's spool, @param refuge as {@link RoundDiskOpening} has it */
    public Growing(Folder folder, Folder refuge, InstantSource clock) {
        this.folder = folder;
        this.refuge = refuge;
        this.clock = clock;
    }

    /**
     * The size to capture, in bytes. An interrupted change is made again by the next call.
     *
     * @param configured that a person wrote down once
     * @param actual     of the device now; 0 when it is not there
     */
    public long size(UUID disk, long configured, long actual) throws IOException {
        if (!StateFile.exists(folder)) {
            return Math.max(configured, actual);
        }
        JournalIdentity known = StateFile.identity(folder);
        if (!known.disk().equals(disk) || actual <= known.diskSize()) {
            return known.disk().equals(disk) ? known.diskSize() : configured;
        }
        try (StateFile state = StateFile.open(folder, refuge, known)) {
            return mayGrow(state.current()) ? grow(state, new JournalIdentity(disk, actual)) : known.diskSize();
        }
    }

    /** A first copy goes to its end with the size that it began with; of a disk that was failed over nothing more is taken. */
    private static boolean mayGrow(CaptureRecord now) {
        return switch (now.situation().state()) {
            case UNPROTECTED -> true;
            case FENCED -> false;
            case LOGGING, RESYNC_REQUIRED, RESYNCING -> now.copy() == CopyStage.OVER;
        };
    }

    /** That all has to be compared is remembered before what was known in detail is given up. */
    private long grow(StateFile state, JournalIdentity larger) throws IOException {
        if (state.current().situation().state() != CaptureState.UNPROTECTED) {
            state.change(now -> now.with(now.situation().gap(GapReason.DEVICE_GREW,
                    "from " + now.identity().diskSize() + " to " + larger.diskSize() + " bytes", true,
                    clock.instant())));
        }
        folder.delete(DirtyBitmap.NAME);
        folder.force();
        state.change(now -> now.of(larger));
        return larger.diskSize();
    }
}
