package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
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
    /** Says that its disk was about to become larger. */
    private static final String GROWING = "growing";
    private static final String GROWING_TITLE = "secondsite growing disk 1";
    private static final String SIZE = "size";
    /** Checksum of the leaf that was the last one, as it will be; empty when it was whole. */
    private static final String LAST = "last leaf";

    private final Closeable lock;
    private final Folder folder;
    private volatile ReplicaIdentity identity;
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
        base = openBase();
        checkFloor();
        journal = Journal.open(beginJournal(), new JournalIdentity(identity.disk(), identity.size()), settings,
                identity.firstEpoch(), identity.firstSequence(), clock);
        checkJournal();
    }

    private BaseImage openBase() throws IOException {
        if (!folder.exists(GROWING)) {
            return BaseImage.open(folder, identity);
        }
        Map<String, String> lines = CheckedText.read(folder, GROWING, GROWING_TITLE);
        try {
            long size = Math.max(identity.size(), Long.parseLong(lines.get(SIZE)));
            String last = lines.get(LAST);
            BaseImage image = BaseImage.openGrowing(folder, identity, size,
                    last.isEmpty() ? null : ByteBuffer.wrap(HexFormat.of().parseHex(last)));
            grown(size);
            return image;
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new DamagedException(folder.place() + "/" + GROWING, 0, "a line is missing or no value");
        }
    }

    /** The disk has become larger. Durable on return, at once or, after a crash, when it is opened anew. Nobody may write the base meanwhile. */
    void grow(long size) throws IOException {
        ByteBuffer last = base.lastLeaf(size);
        CheckedText.write(folder, GROWING, GROWING_TITLE,
                Map.of(SIZE, Long.toString(size), LAST, last == null ? "" : HexFormat.of().formatHex(last.array())));
        base.grow(size, last);
        if (journal.identity().diskSize() < size) {
            journal.grow(size);
        }
        grown(size);
    }

    private void grown(long size) throws IOException {
        ReplicaIdentity larger = identity.with(size);
        IdentityFile.write(folder, larger);
        identity = larger;
        folder.delete(GROWING);
        folder.force();
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
