package secondsite.engine.journal.tool;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import secondsite.engine.journal.tool.Finding.Range;
import secondsite.engine.journal.tool.Finding.Severity;

/** Segments that are missing, older than they were, or were exchanged, so that one does not follow the other. */
final class ChainCheck implements Check {

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        List<Examination> counting = segments.counting();
        for (int i = 1; i < counting.size(); i++) {
            if (counting.get(i).header() != null && counting.get(i - 1).header() != null) {
                check(counting.get(i - 1), counting.get(i), segments, to);
            }
        }
    }

    private static void check(Examination before, Examination segment, Examinations segments, Consumer<Finding> to) {
        long missing = before.claimedLastSequence() + 1;
        long first = segment.header().firstSequence();
        if (missing == first) {
            checkDigest(before, segment, to);
        } else if (before.footer() != null || before.whole() && segments.laterTells(before, missing - 1)) {
            to.accept(gap(segment, missing, first, segments));
        }
    }

    private static Finding gap(Examination segment, long missing, long first, Examinations segments) {
        boolean overlap = first < missing;
        String what = overlap
                ? "it begins before the segment before has ended: one of them was exchanged"
                : "the records before it are missing: a segment is gone, or older than it was";
        return new Finding(Severity.DAMAGE, segment.place(), 48, what,
                "put back a copy of the missing file, or resynchronize the disk",
                overlap ? segments.range(first, missing - 1) : segments.range(missing, first - 1));
    }

    private static void checkDigest(Examination before, Examination segment, Consumer<Finding> to) {
        boolean known = before.footer() != null || before.whole();
        if (known && !Arrays.equals(before.chainDigest(), segment.header().digestBefore())) {
            to.accept(new Finding(Severity.DAMAGE, segment.place(), 64,
                    "it names another segment as the one before than " + before.name().file()
                            + ": one of them was exchanged",
                    "put back a copy of the right file", Range.NONE));
        }
    }
}
