package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
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

    /** Free space is looked at once for so many bytes appended; more often when little is left. */
    private static final long LOOK_EVERY_BYTES = 16L << 20;
    private static final long LOOK_NOT_BEFORE_BYTES = 1L << 20;
    /** With less room than this nothing is begun. */
    private static final long WORTH_BEGINNING_BYTES = 8L << 20;
    /** As many as a full spool has at least. */
    private static final int SPARE_FILES = 16;

    private final Folder folder;
    private final JournalIdentity identity;
    private final SpoolLimits limits;
    private volatile int epoch;
    private final InstantSource clock;

    private final ReentrantLock opening = new ReentrantLock();
    private volatile Journal journal;
    private volatile long checkpointed;
    private volatile long releasable;
    /** What it may hold now: the limit, or less where its file system is nearly full. */
    private volatile long room;
    /** A quarter of the room may wait for a force. */
    private volatile int mostUnsealed;
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
        this.room = limits.limitBytes();
    }

    /**
     * Opens what the folder holds, or begins with this sequence.
     *
     * @throws secondsite.engine.segment.DamagedException when what was durable is damaged
     */
    void open(long firstSequence) throws IOException {
        opening.lock();
        try {
            close();
            long roomNow = limits.roomBytes(0, folder.freeBytes());
            long segmentBytes = limits.segmentBytes(roomNow);
            mostUnsealed = Math.clamp(roomNow / 4 / segmentBytes, 1, SPARE_FILES);
            journal = Journal.open(folder, identity, new JournalSettings(segmentBytes, SPARE_FILES, mostUnsealed),
                    epoch,
                    firstSequence, clock);
            checkpointed = journal.firstSequence() - 1;
            releasable = checkpointed;
            bytesUntilLook = 0;
        } finally {
            opening.unlock();
        }
    }

    /** Forgets all records, durable elsewhere or not, and begins anew with this sequence. */
    void restart(long firstSequence) throws IOException {
        opening.lock();
        try {
            close();
            deleteAll();
            open(firstSequence);
        } finally {
            opening.unlock();
        }
    }

    /** Begins an empty one, in this epoch; whatever the folder holds is gone. Durable on return. */
    void begin(int epochNow) throws IOException {
        opening.lock();
        try {
            epoch = epochNow;
            restart(1);
        } finally {
            opening.unlock();
        }
    }

    /** From now on appends in this epoch; nothing happens when it is in it, or in a higher one. */
    void beginEpoch(int higher) throws IOException {
        opening.lock();
        try {
            epoch = Math.max(epoch, higher);
            if (journal != null && journal.epoch() < epoch) {
                journal.beginEpoch(epoch);
            }
        } finally {
            opening.unlock();
        }
    }

    /** Closes it and gives back all that it takes. */
    void giveUp() throws IOException {
        opening.lock();
        try {
            close();
            room = limits.limitBytes();
            deleteAll();
        } finally {
            opening.unlock();
        }
    }

    private void deleteAll() throws IOException {
        for (String name : folder.names()) {
            folder.delete(name);
        }
        folder.force();
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
        bytesUntilLook -= bytes;
        if (bytesUntilLook < 0) {
            look(now);
            bytesUntilLook = Math.clamp((room - now.bytes()) / 4, LOOK_NOT_BEFORE_BYTES, LOOK_EVERY_BYTES);
        }
        if (now.bytes() + bytes > room) {
            throw new SpoolFullException(fullness(now.bytes() >> 20));
        }
        appendedBytes = appendedBytes + bytes;
        return now;
    }

    private String fullness(long mebibytes) {
        String held = folder.place() + " holds " + mebibytes + " MiB of " + (limits.limitBytes() >> 20) + " MiB";
        return room == limits.limitBytes()
                ? held
                : held + ", and no space is left there beside the " + (limits.reserveBytes() >> 20)
                        + " MiB kept in reserve; make room there";
    }

    /** Measures the room. Where less is left than is held, no file is spared. */
    private void look(Journal now) throws IOException {
        room = limits.roomBytes(now.bytes(), folder.freeBytes());
        boolean tight = room < limits.limitBytes() && room - now.bytes() < Math.max(now.bytes(), LOOK_EVERY_BYTES);
        if (tight && now.deleteSpares()) {
            room = limits.roomBytes(now.bytes(), folder.freeBytes());
        }
    }

    /** Everything appended before is durable on return. */
    void force() throws IOException {
        Journal now = journal;
        if (now == null) {
            throw new IOException("the spool " + folder.place() + " is not open");
        }
        now.force();
    }

    /** Whether so many segments are full that an append will soon wait for a force. */
    public boolean wantsForce() {
        Journal now = journal;
        return now != null && !now.failed() && now.unsealedSegments() > mostUnsealed / 2;
    }

    /** The sequence of the newest record. */
    public long lastSequence() {
        return journal().lastSequence();
    }

    /** The same; 0 while it is not open. */
    long newest() {
        Journal now = journal;
        return now == null ? 0 : now.lastSequence();
    }

    /** How much was appended since the start, about. */
    public long appendedBytes() {
        return appendedBytes;
    }

    public SpoolLevel level() {
        Journal now = journal;
        long bytes = now == null ? 0 : now.bytes();
        return new SpoolLevel(bytes, room, bytes > room / 2);
    }

    /** @throws SpoolFullException when so much that can be read again later should wait for room */
    void checkRoom(long bytes) throws SpoolFullException {
        SpoolLevel level = level();
        if (level.bytes() + bytes > level.limitBytes() - level.limitBytes() / 8) {
            throw new SpoolFullException(place() + " has no room yet for " + (bytes >> 20)
                    + " MiB that were written; no point can be made now");
        }
    }

    /** Whether there is room enough that logging may begin again. */
    boolean hasRoom() throws IOException {
        Journal now = journal();
        look(now);
        return !level().warning() && room - now.bytes() >= Math.min(WORTH_BEGINNING_BYTES, limits.limitBytes() / 4);
    }

    /** Whether it holds records, and all of them are durable on the disk and elsewhere. */
    boolean allArrived() {
        Journal now = journal();
        return now.firstSequence() <= now.lastSequence() && Math.min(checkpointed, releasable) >= now.lastSequence();
    }

    /** Lets go of all records that may be forgotten, those of the segment that grows too; without any space that cannot be ended. */
    void releaseAll() throws IOException {
        if (limits.canEndSegment(folder.freeBytes())) {
            journal().seal();
        }
        release();
    }

    /** Everything through this record is durable on the disk. */
    void checkpointed(long throughSequence) throws IOException {
        checkpointed = throughSequence;
        release();
        Journal now = journal;
        if (now != null) {
            look(now);
        }
    }

    /** How far the records are durable elsewhere. */
    public void acknowledged(long gatewaySequence, long targetSequence) throws IOException {
        releasable = level().warning() ? gatewaySequence : targetSequence;
        release();
    }

    private void release() throws IOException {
        opening.lock();
        try {
            long through = Math.min(checkpointed, releasable);
            if (journal != null && through >= journal.firstSequence()) {
                journal.release(through);
            }
        } finally {
            opening.unlock();
        }
    }

    public String place() {
        return folder.place();
    }

    @Override
    public void close() throws IOException {
        opening.lock();
        try {
            if (journal != null) {
                Journal closing = journal;
                journal = null;
                closing.close();
            }
        } finally {
            opening.unlock();
        }
    }
}
