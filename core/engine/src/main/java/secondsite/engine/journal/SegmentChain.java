package secondsite.engine.journal;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.file.Folder;
import secondsite.engine.file.NoSpaceException;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.ChainDigest;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentIndex;
import secondsite.engine.segment.SegmentWriter;

/**
 * Where a journal grows: the active segment, those that are full and not sealed yet, and how far all of it is durable.
 *
 * <p>A full segment is sealed by the next force, not by the append that found it full; so an append waits for the disk only to make a
 * new segment's header durable, or when nobody forces for several segments. Two locks: {@code forcing} orders forces and seals,
 * {@code appending} orders appends; the second may be taken while the first is held, never the other way round.
 */
final class SegmentChain {

    /** What is durable for sure: the last sequence and its time. */
    record Durable(long sequence, long timeMicros) {}

    /** Something that lets the active segment grow. */
    interface Append {

        void to(SegmentWriter writer, long durablePosition) throws IOException;
    }

    /** Something that may fail and is then the end of all appends. */
    interface Step {

        void run() throws IOException;
    }

    private final Folder folder;
    private volatile JournalIdentity identity;
    private final JournalSettings settings;
    private final InstantSource clock;
    private final SegmentList segments;
    private final NewSegments fresh;
    private final SpareFiles spares;
    private final ReentrantLock forcing = new ReentrantLock();
    private final ReentrantLock appending = new ReentrantLock();
    private volatile Segment active;
    private volatile int unsealed;
    private volatile Durable durable;
    private volatile Throwable failure;

    SegmentChain(Folder folder, JournalIdentity identity, JournalSettings settings, InstantSource clock,
            SegmentList segments, SpareFiles spares) {
        this.folder = folder;
        this.identity = identity;
        this.settings = settings;
        this.clock = clock;
        this.segments = segments;
        this.fresh = new NewSegments(folder, spares);
        this.spares = spares;
    }

    /** Begins a journal that has no segment. */
    void begin(SegmentName first) throws IOException {
        durable = new Durable(first.firstSequence() - 1, 0);
        beginSegment(first.epoch(), first.firstSequence(), ChainDigest.NONE, -1);
        active.durableTo(SegmentHeader.BYTES);
    }

    /** Goes on after the segments that were recovered. Where there is no room to begin another, the chain has failed. */
    void goOn(int epoch) throws IOException {
        active = segments.all().getLast();
        forceAll();
        try {
            if (active.isSealed() || epoch > epoch()) {
                sealAndBegin(Math.max(epoch, epoch()));
            } else {
                beginLarger();
            }
        } catch (NoSpaceException e) {
            failure = e;
        }
    }

    /** What was begun for a smaller disk takes no record of what was added: it is sealed, or begun again when it has none. */
    private void beginLarger() throws IOException {
        Segment old = active;
        if (old.header().diskSize() >= identity.diskSize()) {
            return;
        }
        if (!old.empty()) {
            sealAndBegin(epoch());
            return;
        }
        SegmentHeader header = SegmentHeader.of(identity.disk(), identity.diskSize(), epoch(), old.firstSequence(),
                nowMicros(), false, old.header().digestBefore(), old.header().durableThrough());
        active = fresh.beginAgain(old.writer().file(), old.header().reused() ? header.inReusedFile() : header);
        segments.add(active);
        segments.remove(old);
    }

    JournalIdentity identity() {
        return identity;
    }

    /** The disk has become larger: from now on records may be beyond its old end. */
    void grow(long diskSize) throws IOException {
        var larger = new JournalIdentity(identity.disk(), diskSize);
        underBothLocks(() -> attempt(() -> {
            identity = larger;
            forceAll();
            beginLarger();
            active.durableTo(SegmentHeader.BYTES);
        }));
    }

    /** Ends with the segments that were recovered: nothing is appended. */
    void end() {
        List<Segment> all = segments.all();
        active = all.getLast();
        durable = new Durable(active.lastSequence(), newestMicros(all));
        failure = new IOException("it is open for reading only");
    }

    int epoch() {
        return active.header().epoch();
    }

    long lastSequence() {
        return active.lastSequence();
    }

    Durable durable() {
        return durable;
    }

    int unsealedSegments() {
        return unsealed;
    }

    boolean failed() {
        return failure != null;
    }

    /** Now, in microseconds since 1970. */
    long nowMicros() {
        return micros(clock.instant());
    }

    static long micros(Instant now) {
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    }

    private void checkNotFailed() throws IOException {
        Throwable first = failure;
        if (first != null) {
            throw new JournalFailedException(folder.place(), first);
        }
    }

    private void attempt(Step step) throws IOException {
        checkNotFailed();
        try {
            step.run();
        } catch (Throwable e) {
            failure = e;
            throw e;
        }
    }

    /** Runs appends that belong together. */
    void appending(Step step) throws IOException {
        if (unsealed >= settings.unsealedSegments()) {
            force();
        }
        appending.lock();
        try {
            step.run();
        } finally {
            appending.unlock();
        }
    }

    /** Something that both an index and a writer tell of their segment. */
    interface Told<T> {

        T by(SegmentIndex index, SegmentWriter writer) throws IOException;
    }

    /** What is told of a segment, by whoever writes it, or else by its index; only while it is acquired. */
    <T> T told(Segment acquired, Told<T> told) throws IOException {
        appending.lock();
        try {
            SegmentWriter writer = acquired.writer();
            if (writer != null) {
                return told.by(null, writer);
            }
        } finally {
            appending.unlock();
        }
        return told.by(acquired.index(), null);
    }

    /** Places in a segment from which reading can begin; only while it is acquired. */
    List<Anchor> anchors(Segment acquired) throws IOException {
        try {
            return told(acquired, (index, writer) -> writer != null ? writer.anchors() : index.anchors());
        } catch (DamagedException indexDamaged) {
            return IndexLess.anchors(acquired);
        }
    }

    /**
     * Lets the active segment grow by so many bytes; only within {@link #appending}. When it fails after it has begun to change
     * something, the segment is cut back, and nothing is appended any more.
     */
    void append(long length, Append append) throws IOException {
        checkNotFailed();
        if (!active.empty() && active.end() + length > settings.segmentBytes()) {
            attempt(this::roll);
        }
        SegmentWriter writer = active.writer();
        try {
            append.to(writer, active.durablePosition());
        } catch (Throwable e) {
            if (writer.inDoubt()) {
                failure = e;
                cutBack(writer, e);
            }
            throw e;
        }
    }

    private static void cutBack(SegmentWriter writer, Throwable cause) {
        try {
            writer.cutBack();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void roll() throws IOException {
        Segment full = active;
        beginSegment(epoch(), full.lastSequence() + 1, full.chainDigest(), durable.sequence());
        unsealed++;
    }

    private void beginSegment(int epoch, long firstSequence, byte[] digestBefore, long durableThrough)
            throws IOException {
        active = fresh.begin(SegmentHeader.of(identity.disk(), identity.diskSize(), epoch, firstSequence, nowMicros(),
                false, digestBefore, durableThrough));
        segments.add(active);
    }

    /** Everything appended before is durable on return. Who comes while another forces finds it done, or does it for all who wait. */
    void force() throws IOException {
        long wanted = lastSequence();
        forcing.lock();
        try {
            checkNotFailed();
            if (durable.sequence() < wanted || unsealed > 0) {
                attempt(this::forceAll);
            }
        } finally {
            forcing.unlock();
        }
    }

    private void forceAll() throws IOException {
        appending.lock();
        List<Segment> all = segments.all();
        Segment last = active;
        long end = last.end();
        Durable reached = new Durable(last.lastSequence(), newestMicros(all));
        appending.unlock();
        int left = 0;
        for (Segment full : all) {
            if (full != last && !full.isSealed() && !full.seal()) {
                left++;
            }
        }
        if (!last.isSealed()) {
            last.writer().file().force();
            last.durableTo(end);
        }
        durable = reached;
        segments.countFull();
        settleUnsealed(left, last);
    }

    private void settleUnsealed(int left, Segment last) {
        appending.lock();
        try {
            unsealed = left + (int) segments.all().stream()
                    .filter(s -> s.firstSequence() >= last.firstSequence() && s != active && !s.isSealed()).count();
        } finally {
            appending.unlock();
        }
    }

    private static long newestMicros(List<Segment> all) {
        return all.reversed().stream().filter(segment -> !segment.empty()).mapToLong(Segment::lastMicros).findFirst()
                .orElse(0);
    }

    /** Seals the active segment if it has records, and begins the next one. */
    void seal() throws IOException {
        underBothLocks(() -> {
            if (!active.empty()) {
                attempt(() -> sealAndBegin(epoch()));
            }
        });
    }

    void beginEpoch(int epoch) throws IOException {
        underBothLocks(() -> {
            if (epoch < epoch()) {
                throw new IllegalArgumentException("epoch " + epoch + " is over; it is " + epoch() + " now");
            }
            if (epoch > epoch()) {
                attempt(() -> sealAndBegin(epoch));
            }
        });
    }

    private void underBothLocks(Step step) throws IOException {
        forcing.lock();
        appending.lock();
        try {
            step.run();
        } finally {
            appending.unlock();
            forcing.unlock();
        }
    }

    private void sealAndBegin(int epoch) throws IOException {
        forceAll();
        Segment old = active;
        if (old.empty()) {
            beginSegment(epoch, old.firstSequence(), old.header().digestBefore(), durable.sequence());
            segments.remove(old);
            old.close();
            if (!old.inUse()) {
                folder.delete(old.name());
                folder.force();
            }
        } else {
            boolean sealed = old.isSealed() || old.seal();
            segments.countFull();
            beginSegment(epoch, old.lastSequence() + 1, old.chainDigest(), durable.sequence());
            unsealed += sealed ? 0 : 1;
        }
        active.durableTo(SegmentHeader.BYTES);
    }

    /** Makes everything durable, seals what there is room for, and lets go of the files. */
    void close() throws IOException {
        underBothLocks(() -> {
            try {
                if (failure == null && !active.empty()) {
                    sealAndBegin(epoch());
                }
            } catch (NoSpaceException e) {
                // All is durable, and sealing can wait until there is room: the next one to open does it.
                failure = e;
            } finally {
                closeFiles();
            }
            spares.delete();
        });
    }

    boolean deleteSpares() throws IOException {
        return spares.delete();
    }

    void closeFiles() throws IOException {
        failure = failure != null ? failure : new IOException("the journal is closed");
        for (Segment segment : segments.all()) {
            segment.close();
        }
    }
}
