package secondsite.engine.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import secondsite.engine.file.Folder;

/**
 * The segments of an open journal, in order. Whoever reads takes them here, so that none is deleted under it. Safe for use by several
 * threads.
 */
final class SegmentList {

    private final Folder folder;
    private final SpareFiles spares;
    private volatile List<Segment> segments;
    /** Bytes of all segments but the last, so that a journal's size can be asked for at every append. */
    private volatile long fullBytes;

    SegmentList(Folder folder, SpareFiles spares, List<Segment> segments) {
        this.folder = folder;
        this.spares = spares;
        set(segments);
    }

    private void set(List<Segment> changed) {
        segments = List.copyOf(changed);
        countFull();
    }

    /** To be called when a segment that is not the last was sealed, and has become longer by its index. */
    synchronized void countFull() {
        List<Segment> all = segments;
        fullBytes = all.stream().limit(Math.max(0, all.size() - 1)).mapToLong(Segment::bytes).sum();
    }

    List<Segment> all() {
        return segments;
    }

    synchronized void add(Segment segment) {
        List<Segment> more = new ArrayList<>(segments);
        more.add(segment);
        set(more);
    }

    synchronized void remove(Segment segment) {
        List<Segment> fewer = new ArrayList<>(segments);
        fewer.remove(segment);
        set(fewer);
    }

    long firstSequence() {
        return segments.getFirst().firstSequence();
    }

    long bytes() {
        List<Segment> all = segments;
        return all.isEmpty() ? 0 : fullBytes + all.getLast().bytes();
    }

    /** The segment that holds a sequence, or will; acquired. */
    synchronized Optional<Segment> acquire(long sequence) {
        for (Segment segment : segments.reversed()) {
            if (segment.firstSequence() <= sequence) {
                segment.acquire();
                return Optional.of(segment);
            }
        }
        return Optional.empty();
    }

    /** All segments that hold sequences at or before this one; acquired. */
    synchronized List<Segment> acquireThrough(long sequence) {
        List<Segment> through = segments.stream()
                .filter(segment -> segment.firstSequence() <= sequence && !segment.empty()).toList();
        through.forEach(Segment::acquire);
        return through;
    }

    /** Acquires these segments if they are all still here and nobody else uses them. */
    synchronized boolean acquireUnused(List<Segment> wanted) {
        if (!segments.containsAll(wanted) || wanted.stream().anyMatch(Segment::inUse)) {
            return false;
        }
        wanted.forEach(Segment::acquire);
        return true;
    }

    /**
     * Deletes the oldest sealed segments that end at or before a sequence and are not in use, each durably before the next. For one
     * thread at a time.
     *
     * @return bytes given back
     */
    long deleteThrough(long sequence) throws IOException {
        long given = 0;
        for (Optional<Segment> oldest = takeOldest(sequence); oldest.isPresent(); oldest = takeOldest(sequence)) {
            spares.give(oldest.get().name());
            given += oldest.get().bytes();
        }
        return given;
    }

    private synchronized Optional<Segment> takeOldest(long through) {
        Segment oldest = segments.getFirst();
        if (segments.size() == 1 || !deletable(oldest, through)) {
            return Optional.empty();
        }
        remove(oldest);
        return Optional.of(oldest);
    }

    private static boolean deletable(Segment segment, long sequence) {
        return segment.isSealed() && segment.lastSequence() <= sequence && !segment.inUse();
    }

    /**
     * Puts a thinned segment, whose file has another name still, in the place of those that it replaces. Whoever calls holds the old ones.
     *
     * @return false, and nothing is changed, when somebody else has come to use one of them
     */
    boolean replace(List<Segment> old, Segment by, String unfinishedName) throws IOException {
        if (!takePlace(old, by, unfinishedName)) {
            return false;
        }
        folder.force();
        for (Segment covered : old.subList(1, old.size())) {
            folder.delete(covered.name());
        }
        folder.force();
        return true;
    }

    private synchronized boolean takePlace(List<Segment> old, Segment by, String unfinishedName) throws IOException {
        if (old.stream().anyMatch(Segment::inUseByMany)) {
            return false;
        }
        folder.rename(unfinishedName, by.name());
        List<Segment> changed = new ArrayList<>(segments);
        changed.set(changed.indexOf(old.getFirst()), by);
        changed.removeAll(old);
        set(changed);
        return true;
    }

    /** Lets go of segments that were acquired. */
    static void releaseAll(List<Segment> acquired) throws IOException {
        for (Segment segment : acquired) {
            segment.release();
        }
    }
}
