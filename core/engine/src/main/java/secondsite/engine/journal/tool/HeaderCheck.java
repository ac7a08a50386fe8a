package secondsite.engine.journal.tool;

import java.util.List;
import java.util.function.Consumer;
import secondsite.engine.journal.SegmentName;
import secondsite.engine.journal.tool.Finding.Range;
import secondsite.engine.journal.tool.Finding.Severity;
import secondsite.engine.segment.SegmentHeader;

/** Headers that cannot be read, and files that have another name than their header. */
final class HeaderCheck implements Check {

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        for (Examination segment : segments.all()) {
            if (segment.header() == null) {
                to.accept(broken(segment, segments));
            } else {
                checkName(segment, to);
            }
        }
    }

    private static Finding broken(Examination segment, Examinations segments) {
        List<Examination> all = segments.all();
        int at = all.indexOf(segment);
        String what = segment.headerDamage().getMessage();
        if (at == all.size() - 1 && segment.fileBytes() <= SegmentHeader.BYTES) {
            return new Finding(Severity.WARNING, segment.place(), 0, what + "; it has no records",
                    "it is begun anew when the journal is opened", Range.NONE);
        }
        long first = segment.name().firstSequence();
        long last = at + 1 < all.size() ? all.get(at + 1).name().firstSequence() - 1 : first;
        return new Finding(Severity.DAMAGE, segment.place(), 0, what,
                "put back a copy of this file, or resynchronize the disk", segments.range(first, last));
    }

    private static void checkName(Examination segment, Consumer<Finding> to) {
        SegmentHeader header = segment.header();
        SegmentName written = new SegmentName(header.firstSequence(), header.epoch());
        if (!written.equals(segment.name())) {
            to.accept(new Finding(Severity.DAMAGE, segment.place(), 0,
                    "it was named " + written.file() + " when it was written", "give it back its name", Range.NONE));
        }
    }
}
