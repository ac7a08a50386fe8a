package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.DamagedException;

/**
 * The files of a replica, open and checked against each other. The identity is written last when a replica is made: a folder without one
 * never held anything.
 */
final class ReplicaFolder implements Closeable {

    static final String JOURNAL = "journal";
    private static final String LOCK = "lock";

    private final Closeable lock;
    private final Folder folder;
    private ReplicaIdentity identity;
    private BaseImage base;
    private StateFile state;
    private Journal journal;

    private ReplicaFolder(Folder folder) throws IOException {
        this.folder = folder;
        this.lock = folder.lock(LOCK);
    }

    static ReplicaFolder create(Folder folder, ReplicaIdentity identity, JournalSettings settings, InstantSource clock)
            throws IOException {
        var made = new ReplicaFolder(folder);
        try {
            made.make(identity);
            made.openFiles(settings, clock);
            return made;
        } catch (Throwable e) {
            made.closeAfter(e);
            throw e;
        }
    }

    static ReplicaFolder open(Folder folder, JournalSettings settings, InstantSource clock) throws IOException {
        var opened = new ReplicaFolder(folder);
        try {
            opened.openFiles(settings, clock);
            return opened;
        } catch (Throwable e) {
            opened.closeAfter(e);
            throw e;
        }
    }

    /** Whether a folder is one that {@link #create} did not finish. */
    static boolean unfinished(Folder folder) throws IOException {
        return !folder.exists(IdentityFile.NAME) && !folder.folders().contains(JOURNAL);
    }

    ReplicaIdentity identity() {
        return identity;
    }

    BaseImage base() {
        return base;
    }

    StateFile state() {
        return state;
    }

    Journal journal() {
        return journal;
    }

    IntentFile intent() {
        return new IntentFile(folder);
    }

    ReceivedTimes receivedTimes(Findings findings) throws IOException {
        return ReceivedTimes.open(folder, identity.disk(), findings);
    }

    @Override
    public void close() throws IOException {
        try {
            if (journal != null) {
                journal.close();
            }
        } finally {
            closeBase();
        }
    }

    private void closeBase() throws IOException {
        try (lock) {
            if (base != null) {
                base.close();
            }
        }
    }

    private void closeAfter(Throwable cause) {
        try {
            close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void make(ReplicaIdentity wanted) throws IOException {
        if (!unfinished(folder)) {
            throw new IOException(folder.place()
                    + " holds a replica already, or what is left of one; look at it before it is used again");
        }
        for (String leftOver : new String[]{BaseImage.NAME, BaseSums.NAME, StateFile.NAME}) {
            folder.delete(leftOver);
        }
        BaseImage.create(folder, wanted).close();
        StateFile.create(folder, wanted.disk(), ReplicaState.begin(wanted.firstSequence()));
        IdentityFile.write(folder, wanted);
    }

    private void openFiles(JournalSettings settings, InstantSource clock) throws IOException {
        // A process that was killed may have left names that can be seen and are not durable; what follows relies on them.
        folder.force();
        if (!folder.exists(IdentityFile.NAME)) {
            throw new DamagedException(folder.place(), 0,
                    "there is no file «identity»: not a replica, or its heart is missing");
        }
        identity = IdentityFile.read(folder);
        state = StateFile.open(folder, identity.disk());
        base = BaseImage.open(folder, identity);
        checkFloor();
        journal = Journal.open(beginJournal(), new JournalIdentity(identity.disk(), identity.size()), settings,
                identity.firstEpoch(), identity.firstSequence(), clock);
        checkJournal();
    }

    Folder journalFolder() throws IOException {
        return folder.folder(JOURNAL);
    }

    private Folder beginJournal() throws IOException {
        boolean there = folder.folders().contains(JOURNAL);
        Folder journals = folder.folder(JOURNAL);
        if (!there) {
            refuseEmptyJournal();
            folder.force();
        }
        return journals;
    }

    private void refuseEmptyJournal() throws IOException {
        if (state.current().base() >= identity.firstSequence()) {
            throw new DamagedException(folder.place() + "/" + JOURNAL, 0, "the journal is missing");
        }
    }

    /** The floor follows the state; where it is ahead, the state file is an older copy. */
    private void checkFloor() throws IOException {
        long wanted = state.current().copied() ? state.current().oldest() : BaseSums.COPYING;
        long floor = base.sums().floor();
        if (floor > wanted) {
            throw new DamagedException(state.place(), 0,
                    "is older than the base image, which serves sequences from " + floor
                            + " on; put the newer state file back");
        }
        if (floor < wanted) {
            base.sums().raiseFloor(wanted);
        }
    }

    private void checkJournal() throws DamagedException {
        long at = state.current().base();
        if (journal.firstSequence() > at + 1 || journal.lastSequence() < at) {
            throw new DamagedException(folder.place() + "/" + JOURNAL, 0,
                    "holds sequences from " + journal.firstSequence() + " to "
                            + journal.lastSequence() + ", but the base image stands at " + at
                            + ": a part of the journal is missing");
        }
    }
}
