package secondsite.engine.journal.tool;

import java.util.function.Consumer;
import secondsite.engine.journal.tool.Finding.Range;
import secondsite.engine.journal.tool.Finding.Severity;

/** Batches that are broken, out of order or missing within a segment: a torn tail, or damage. */
final class BatchCheck implements Check {

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        for (Examination segment : segments.counting()) {
            for (Break broken : segment.breaks()) {
                boolean old = segment.onlyOldFollows() && (isTail(segment, broken, segments)
                        || broken.firstSequence() == next(segment, segments));
                if (!segment.onlyIndexFollows() && !old) {
                    to.accept(finding(segment, broken, segments));
                }
            }
        }
    }

    private static Finding finding(Examination segment, Break broken, Examinations segments) {
        if (isTail(segment, broken, segments)) {
            return new Finding(Severity.WARNING, segment.place(), broken.position(),
                    "the last " + (segment.fileBytes() - broken.position()) + " bytes are a torn tail",
                    "they are cut off when the journal is opened; nothing of them was ever acknowledged as durable",
                    Range.NONE);
        }
        return new Finding(Severity.DAMAGE, segment.place(), broken.position(), what(broken),
                "put back a copy of this file, or resynchronize the disk; states before this place can be told",
                segments.range(broken.firstSequence(), last(segment, broken, next(segment, segments))));
    }

    /** Whether nothing tells that what is broken was ever durable. */
    private static boolean isTail(Examination segment, Break broken, Examinations segments) {
        return segment.footer() == null && segment.durablePosition() <= broken.position()
                && broken.firstSequence() != next(segment, segments)
                && !segments.laterTells(segment, broken.firstSequence() - 1);
    }

    private static long next(Examination segment, Examinations segments) {
        return segments.after(segment).map(after -> after.name().firstSequence()).orElse(-1L);
    }

    private static String what(Break broken) {
        return String.valueOf(broken.cause().getMessage());
    }

    private static long last(Examination segment, Break broken, long next) {
        long last = broken.lastSequence() >= 0
                ? broken.lastSequence()
                : segment.footer() != null ? segment.footer().lastSequence() : next - 1;
        return Math.max(last, broken.firstSequence());
    }
}
