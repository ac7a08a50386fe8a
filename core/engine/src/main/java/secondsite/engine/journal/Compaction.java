package secondsite.engine.journal;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.Predicate;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.Limits;
import secondsite.engine.segment.SegmentFooter;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentWriter;

/**
 * Thins sealed segments: puts one segment, from which overwritten records were left out, in the place of several. The new one is
 * written under another name, made durable, and takes the name of the first that it replaces, in one step; only then are the others
 * deleted. After a crash in between the journal deletes what is covered. For one thread.
 */
final class Compaction {

    private static final long UNIT_BYTES = Limits.SEGMENT_BYTES / 2;
    private static final long UNIT_EXTENTS = 1_000_000;

    /** Segments by their ends and sizes, and the states that had to be kept in them. */
    private record Seen(long first, long last, List<Long> sizes, List<Long> kept) {}

    private final Folder folder;
    private final Supplier<JournalIdentity> disk;
    private final SegmentList segments;
    private final InstantSource clock;
    /** What was looked at and not worth it, so that it is not read again each time. */
    private final Set<Seen> notWorthIt = new HashSet<>();

    Compaction(Folder folder, Supplier<JournalIdentity> disk, SegmentList segments, InstantSource clock) {
        this.folder = folder;
        this.disk = disk;
        this.segments = segments;
        this.clock = clock;
    }

    /**
     * @param keepers ascending, at least two
     * @return bytes given back
     */
    long run(List<Long> keepers) throws IOException {
        long given = 0;
        for (List<Segment> unit : units(segment -> segment.isSealed() && segment.lastSequence() > keepers.getFirst()
                && segment.lastSequence() <= keepers.getLast() && !segment.inUse())) {
            given += compact(unit, keepers);
        }
        return given;
    }

    /**
     * Leaves no state between these two that is not at the end of a segment.
     *
     * @return whether every segment between could be looked at
     */
    boolean clear(long after, long until) throws IOException {
        boolean all = true;
        for (Segment segment : segments.all()) {
            all &= !between(segment, after, until) || segment.isSealed() && !segment.inUse();
        }
        for (List<Segment> unit : units(segment -> between(segment, after, until) && segment.isSealed()
                && !segment.inUse())) {
            all &= clear(unit, List.of(after, until));
        }
        return all;
    }

    private static boolean between(Segment segment, long after, long until) {
        return segment.lastSequence() > after && segment.firstSequence() < until && !segment.empty();
    }

    private boolean clear(List<Segment> unit, List<Long> ends) throws IOException {
        if (!segments.acquireUnused(unit)) {
            return false;
        }
        boolean done = false;
        try {
            ThinningPlan plan = ThinningPlan.of(unit, ends);
            done = !plan.dropsAny() || segments.replace(unit, write(unit, ends, plan), unfinished(unit));
            return done;
        } finally {
            SegmentList.releaseAll(unit);
            if (!done) {
                folder.delete(unfinished(unit));
            }
        }
    }

    /** Successive segments that are eligible, as many at once as can be put into one. */
    private List<List<Segment>> units(Predicate<Segment> eligible) {
        List<List<Segment>> units = new ArrayList<>();
        List<Segment> unit = new ArrayList<>();
        for (Segment segment : segments.all()) {
            boolean taken = eligible.test(segment);
            if (!unit.isEmpty() && !(taken && fits(unit, segment))) {
                units.add(List.copyOf(unit));
                unit.clear();
            }
            if (taken) {
                unit.add(segment);
            }
        }
        if (!unit.isEmpty()) {
            units.add(unit);
        }
        return units;
    }

    private static boolean fits(List<Segment> unit, Segment more) {
        Segment first = unit.getFirst();
        long bytes = unit.stream().mapToLong(Segment::bytes).sum() + more.bytes();
        long records = unit.stream().mapToLong(s -> s.footer().records()).sum() + more.footer().records();
        return more.header().epoch() == first.header().epoch() && bytes <= UNIT_BYTES && records <= UNIT_EXTENTS
                && more.lastSequence() - first.firstSequence() < Integer.MAX_VALUE;
    }

    private long compact(List<Segment> unit, List<Long> keepers) throws IOException {
        Seen seen = seen(unit, keepers);
        if (notWorthIt.contains(seen) || !segments.acquireUnused(unit)) {
            return 0;
        }
        boolean replaced = false;
        try {
            ThinningPlan plan = ThinningPlan.of(unit, keepers);
            if (!plan.worthIt()) {
                notWorthIt.add(seen);
                return 0;
            }
            Segment thinned = write(unit, keepers, plan);
            long given = unit.stream().mapToLong(Segment::bytes).sum() - thinned.bytes();
            replaced = segments.replace(unit, thinned, unfinished(unit));
            return replaced ? given : 0;
        } finally {
            SegmentList.releaseAll(unit);
            if (!replaced) {
                folder.delete(unfinished(unit));
            }
        }
    }

    private static Seen seen(List<Segment> unit, List<Long> keepers) {
        long first = unit.getFirst().firstSequence();
        long last = unit.getLast().lastSequence();
        return new Seen(first, last, unit.stream().map(Segment::bytes).toList(),
                keepers.stream().map(k -> Math.max(k, first - 1)).filter(k -> k < last).distinct().toList());
    }

    private static String unfinished(List<Segment> unit) {
        return unit.getFirst().name() + SegmentName.UNFINISHED;
    }

    private Segment write(List<Segment> unit, List<Long> keepers, ThinningPlan plan) throws IOException {
        SegmentHeader first = unit.getFirst().header();
        JournalIdentity identity = disk.get();
        SegmentHeader header = SegmentHeader.of(identity.disk(), identity.diskSize(), first.epoch(),
                first.firstSequence(), SegmentChain.micros(clock.instant()), true, first.digestBefore(),
                first.firstSequence() - 1);
        try (StoredFile file = folder.create(unfinished(unit))) {
            SegmentWriter writer = SegmentWriter.begin(file, header);
            ThinnedSegment.write(unit, keepers, plan, writer, identity);
            SegmentFooter footer = writer.writeIndex(unit.getLast().footer().chainDigest());
            writer.writeFooter(footer);
            file.force();
            return Segment.sealed(folder, header, footer);
        }
    }
}
