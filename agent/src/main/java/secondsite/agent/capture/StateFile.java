package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.DamagedException;

/**
 * Where a capture remembers what must survive it: a file beside the spool. When that cannot be written any more, the spool's device is
 * lost while the disk goes on; then a refuge beside the disk says that nothing in the spool may ever be replayed into it. Safe for use by
 * several threads.
 */
final class StateFile implements Closeable {

    static final String NAME = "capture.state";

    private final Folder refuge;
    private final String refugeName;
    private final SlotFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private CaptureRecord current;
    private boolean inRefuge;
    /** A record that could not be saved may be there all the same. */
    private boolean doubtful;

    private StateFile(Folder refuge, SlotFile file, CaptureRecord current) {
        this.refuge = refuge;
        this.refugeName = refugeName(current.identity());
        this.file = file;
        this.current = current;
    }

    private static String refugeName(JournalIdentity identity) {
        return identity.disk() + ".secondsite-refuge";
    }

    static boolean exists(Folder folder) throws IOException {
        return folder.exists(NAME);
    }

    static StateFile create(Folder folder, Folder refuge, CaptureRecord first) throws IOException {
        return new StateFile(refuge, SlotFile.create(folder, NAME, CaptureRecord.LIMIT_BYTES, first.encode()), first);
    }

    /** @throws DamagedException when what it says makes no sense, or it is of another disk */
    static StateFile open(Folder folder, Folder refuge, JournalIdentity identity) throws IOException {
        SlotFile file = SlotFile.open(folder, NAME, CaptureRecord.LIMIT_BYTES);
        try {
            var state = new StateFile(refuge, file, decode(file, identity));
            state.visitRefuge();
            return state;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Whose state it is. */
    static JournalIdentity identity(Folder folder) throws IOException {
        try (SlotFile file = SlotFile.open(folder, NAME, CaptureRecord.LIMIT_BYTES)) {
            return decode(file).identity();
        }
    }

    private static CaptureRecord decode(SlotFile file) throws IOException {
        try {
            return CaptureRecord.decode(file.newest());
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            throw new DamagedException(file.place(), 0, "it makes no sense: " + e.getMessage());
        }
    }

    private static CaptureRecord decode(SlotFile file, JournalIdentity identity) throws IOException {
        CaptureRecord record = decode(file);
        if (!record.identity().equals(identity)) {
            throw new DamagedException(file.place(), 0, "it belongs to disk " + record.identity().disk() + " of "
                    + record.identity().diskSize() + " bytes, not to " + identity.disk() + " of "
                    + identity.diskSize());
        }
        return record;
    }

    private void visitRefuge() throws IOException {
        if (refuge.exists(refugeName)) {
            inRefuge = true;
            try (SlotFile there = SlotFile.open(refuge, refugeName, CaptureRecord.LIMIT_BYTES)) {
                current = decode(there, current.identity());
            }
        }
    }

    CaptureRecord current() {
        lock.lock();
        try {
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Durable on return. When it fails, everything stays as it was. */
    void save(CaptureRecord record) throws IOException {
        lock.lock();
        try {
            write(record);
            current = record;
        } finally {
            lock.unlock();
        }
    }

    /** The same with what becomes of the current record; others may change it meanwhile, but not in between. */
    void change(UnaryOperator<CaptureRecord> change) throws IOException {
        lock.lock();
        try {
            save(change.apply(current));
        } finally {
            lock.unlock();
        }
    }

    /** A checkpoint passed: replay begins later. */
    void replayFrom(long sequence) throws IOException {
        lock.lock();
        try {
            if (sequence > current.replayFrom()) {
                save(current.withReplayFrom(sequence));
            }
        } finally {
            lock.unlock();
        }
    }

    /** The receiver's records come from this spool. */
    void meet() throws IOException {
        lock.lock();
        try {
            if (!current.met()) {
                save(current.withMet());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The first copy is so far. */
    void copy(CopyStage stage) throws IOException {
        lock.lock();
        try {
            if (current.copy() != stage) {
                save(current.with(stage));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Everything is durable and nothing more is written. */
    void clean() throws IOException {
        lock.lock();
        try {
            save(current.withClean());
        } finally {
            lock.unlock();
        }
    }

    /**
     * The same for a gap, which must be remembered at any price: falls back to the refuge.
     *
     * @return empty, or why the refuge had to be taken: then the bitmap is lost with the spool, and the whole disk counts as changed
     */
    Optional<IOException> changeAtAnyPrice(UnaryOperator<CaptureRecord> change,
            UnaryOperator<CaptureRecord> ifOnlyRefuge) throws IOException {
        lock.lock();
        try {
            try {
                change(change);
                return Optional.empty();
            } catch (IOException e) {
                flee(ifOnlyRefuge.apply(current), e);
                return Optional.of(e);
            }
        } finally {
            lock.unlock();
        }
    }

    /** As {@link #change}; while it is not known whether it was kept, {@link #assure} takes it back. */
    void changeOrDoubt(UnaryOperator<CaptureRecord> change) throws IOException {
        doubted(() -> change(change));
    }

    /** The same for what must be remembered at any price: falls back to the refuge. */
    void changeAtAnyPriceOrDoubt(UnaryOperator<CaptureRecord> change) throws IOException {
        doubted(() -> changeAtAnyPrice(change, change));
    }

    private interface Saving {
        void run() throws IOException;
    }

    private void doubted(Saving saving) throws IOException {
        lock.lock();
        try {
            saving.run();
        } catch (IOException e) {
            doubtful = true;
            throw e;
        } finally {
            lock.unlock();
        }
    }

    /** What is current is what the next start finds. */
    void assure() throws IOException {
        lock.lock();
        try {
            if (doubtful) {
                save(current);
            }
        } finally {
            lock.unlock();
        }
    }

    private void flee(CaptureRecord record, IOException why) throws IOException {
        try {
            refuge.delete(refugeName);
            inRefuge = true;
            SlotFile.create(refuge, refugeName, CaptureRecord.LIMIT_BYTES, record.encode()).close();
            current = record;
            doubtful = false;
        } catch (IOException e) {
            e.addSuppressed(why);
            throw e;
        }
    }

    private void write(CaptureRecord record) throws IOException {
        file.write(record.encode());
        file.force();
        if (inRefuge) {
            refuge.delete(refugeName);
            refuge.force();
            inRefuge = false;
        }
        doubtful = false;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
