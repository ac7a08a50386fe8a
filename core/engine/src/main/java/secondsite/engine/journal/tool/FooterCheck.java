package secondsite.engine.journal.tool;

import java.util.Arrays;
import java.util.function.Consumer;
import secondsite.engine.journal.tool.Finding.Range;
import secondsite.engine.journal.tool.Finding.Severity;
import secondsite.engine.segment.SegmentFooter;

/** Footers that are missing where there was one, or do not agree with the segment's records. */
final class FooterCheck implements Check {

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        for (Examination segment : segments.counting()) {
            if (segment.footer() != null && segment.whole() && !agrees(segment)) {
                to.accept(new Finding(Severity.DAMAGE, segment.place(), segment.fileBytes() - SegmentFooter.BYTES,
                        "the footer is not that of the segment's records", "put back a copy of this file",
                        segments.range(segment.name().firstSequence(), segment.claimedLastSequence())));
            } else if (segment.footer() == null && segment.whole() && wasSealed(segment, segments)) {
                to.accept(missing(segment));
            }
        }
    }

    private static boolean wasSealed(Examination segment, Examinations segments) {
        return segment.onlyIndexFollows() || segments.laterTells(segment, segment.lastSequence() - 1);
    }

    private static boolean agrees(Examination segment) {
        SegmentFooter footer = segment.footer();
        boolean chained = segment.header().compacted() || Arrays.equals(footer.chainDigest(), footer.digest());
        return footer.lastSequence() == segment.lastSequence() && footer.lastMicros() == segment.lastMicros()
                && footer.records() == segment.records() && Arrays.equals(footer.digest(), segment.digest()) && chained
                && footer.earliestMicros() == segment.earliestMicros();
    }

    private static Finding missing(Examination segment) {
        return new Finding(Severity.WARNING, segment.place(), segment.end(), segment.footerDamage().getMessage()
                + "; all records before it are whole", "it is made again when the journal is opened", Range.NONE);
    }
}
