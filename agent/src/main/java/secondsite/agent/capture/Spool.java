package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import secondsite.engine.disk.Writes;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.Record;

/**
 * The journal of a capture, with limits: how much it may hold, and what it may forget. A record is forgotten when a checkpoint of
 * the disk has passed it and it is durable at the target, or at the gateway while the spool is above its soft limit. Appends come from one
 * thread at a time; the rest is safe for several.
 */
public final class Spool implements Closeable {

    /** Free space is looked at once for so many bytes appended. */
    private static final long LOOK_EVERY_BYTES = 16L << 20;
    /** As many as a full spool has at least. */
    private static final int SPARE_FILES = 16;

    private final Folder folder;
    private final JournalIdentity identity;
    private final SpoolLimits limits;
    private final int epoch;
    private final InstantSource clock;

    private volatile Journal journal;
    private volatile long checkpointed;
    private volatile long releasable;
    /** Written by those who append, one at a time. */
    private volatile long appendedBytes;
    private long bytesUntilLook;

    /** A spool that is not open yet. */
    Spool(Folder folder, JournalIdentity identity, SpoolLimits limits, int epoch, InstantSource clock) {
        this.folder = folder;
        this.identity = identity;
        this.limits = limits;
        this.epoch = epoch;
        this.clock = clock;
    }

    /**
     * Opens what the folder holds, or begins with this sequence.
     *
     * @throws secondsite.engine.segment.DamagedException when what was durable is damaged
     */
    synchronized void open(long firstSequence) throws IOException {
        close();
        journal = Journal.open(folder, identity, new JournalSettings(limits.segmentBytes(), SPARE_FILES), epoch,
                firstSequence, clock);
        checkpointed = journal.firstSequence() - 1;
        releasable = checkpointed;
        bytesUntilLook = 0;
    }

    /** Forgets all records, durable elsewhere or not, and begins anew with this sequence. */
    synchronized void restart(long firstSequence) throws IOException {
        close();
        for (String name : folder.names()) {
            folder.delete(name);
        }
        folder.force();
        open(firstSequence);
    }

    /** To be read from by those who ship. Replaced when the spool is opened again. */
    public Journal journal() {
        Journal now = journal;
        if (now == null) {
            throw new IllegalStateException("the spool " + folder.place() + " is not open");
        }
        return now;
    }

    /** Whether records can be read from it and, unless it failed, appended. */
    public boolean isOpen() {
        return journal != null;
    }

    /** Whether nothing can be appended until it is opened anew. */
    public boolean failed() {
        Journal now = journal;
        return now == null || now.failed();
    }

    long append(Writes writes) throws IOException {
        Journal into = roomFor(writes.end());
        return into.append(writes);
    }

    long append(List<Record> records, long dataBytes) throws IOException {
        Journal into = roomFor(dataBytes + 64L * records.size());
        return into.append(records);
    }

    private Journal roomFor(long bytes) throws IOException {
        Journal now = journal;
        if (now == null) {
            throw new IOException("the spool " + folder.place() + " is not open");
        }
        if (now.bytes() + bytes > limits.limitBytes()) {
            throw new SpoolFullException(folder.place() + " holds " + (now.bytes() >> 20) + " MiB of "
                    + (limits.limitBytes() >> 20) + " MiB");
        }
        appendedBytes = appendedBytes + bytes;
        bytesUntilLook -= bytes;
        if (bytesUntilLook < 0) {
            look(now);
        }
        return now;
    }

    private void look(Journal into) throws IOException {
        if (!reserveIsFree(LOOK_EVERY_BYTES) && !(into.deleteSpares() && reserveIsFree(LOOK_EVERY_BYTES))) {
            throw new SpoolFullException("only " + (folder.freeBytes() >> 20) + " MiB are free in " + folder.place()
                    + ", of which " + (limits.reserveBytes() >> 20) + " MiB are kept in reserve");
        }
        bytesUntilLook = LOOK_EVERY_BYTES;
    }

    private boolean reserveIsFree(long more) throws IOException {
        return limits.reserveBytes() == 0 || folder.freeBytes() >= limits.reserveBytes() + more;
    }

    /** Everything appended before is durable on return. */
    void force() throws IOException {
        Journal now = journal;
        if (now == null) {
            throw new IOException("the spool " + folder.place() + " is not open");
        }
        now.force();
    }

    /** How many segments are full and wait for a force to be sealed; appends wait for one when they become many. */
    public int unsealedSegments() {
        Journal now = journal;
        return now == null || now.failed() ? 0 : now.unsealedSegments();
    }

    /** The sequence of the newest record. */
    public long lastSequence() {
        return journal().lastSequence();
    }

    /** How much was appended since the start, about. */
    public long appendedBytes() {
        return appendedBytes;
    }

    public SpoolLevel level() {
        Journal now = journal;
        long bytes = now == null ? 0 : now.bytes();
        return new SpoolLevel(bytes, limits.limitBytes(), bytes > limits.softBytes());
    }

    /** Whether there is room enough that logging may begin again. */
    boolean hasRoom() throws IOException {
        return level().bytes() <= limits.softBytes()
                && reserveIsFree(2 * LOOK_EVERY_BYTES);
    }

    /** Everything through this record is durable on the disk. */
    void checkpointed(long throughSequence) throws IOException {
        checkpointed = throughSequence;
        release();
    }

    /** How far the records are durable elsewhere. */
    public void acknowledged(long gatewaySequence, long targetSequence) throws IOException {
        releasable = level().warning() ? gatewaySequence : targetSequence;
        release();
    }

    private synchronized void release() throws IOException {
        long through = Math.min(checkpointed, releasable);
        if (journal != null && through >= journal.firstSequence()) {
            journal.release(through);
        }
    }

    public String place() {
        return folder.place();
    }

    @Override
    public synchronized void close() throws IOException {
        if (journal != null) {
            Journal closing = journal;
            journal = null;
            closing.close();
        }
    }
}
