package secondsite.engine.journal.tool;

import java.util.function.Consumer;
import secondsite.engine.journal.tool.Finding.Severity;

/** Indexes that are broken, or not those of their segment's records. */
final class IndexCheck implements Check {

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        for (Examination segment : segments.counting()) {
            if (segment.indexDamage() != null) {
                long position = segment.footer().indexPosition();
                String fix = segment.whole()
                        ? "the records are whole: cut the file to " + position
                                + " bytes (truncate -s), and the index is made again when the journal is opened"
                        : "put back a copy of this file, or resynchronize the disk";
                to.accept(new Finding(Severity.DAMAGE, segment.place(), position, segment.indexDamage().getMessage(),
                        fix, segments.range(segment.name().firstSequence(), segment.claimedLastSequence())));
            }
        }
    }
}
