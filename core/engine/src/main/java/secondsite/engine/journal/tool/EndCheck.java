package secondsite.engine.journal.tool;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import secondsite.engine.journal.tool.Finding.Range;
import secondsite.engine.journal.tool.Finding.Severity;

/** A journal that ends earlier than it once did, where that can be told. */
final class EndCheck implements Check {

    private final String place;
    private final OptionalLong durable;

    /** @param durable a sequence that is known to have been durable here */
    EndCheck(String place, OptionalLong durable) {
        this.place = place;
        this.durable = durable;
    }

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        List<Examination> counting = segments.counting();
        long last = counting.isEmpty() ? -1 : counting.getLast().claimedLastSequence();
        if (durable.isPresent() && last < durable.getAsLong()) {
            to.accept(new Finding(Severity.DAMAGE, counting.isEmpty() ? place : counting.getLast().place(), 0,
                    "the journal ends with record " + last + ", and was durable up to " + durable.getAsLong(),
                    "put back the missing files, or resynchronize the disk",
                    segments.range(last + 1, durable.getAsLong())));
        } else if (!counting.isEmpty() && counting.getLast().footer() != null) {
            to.accept(new Finding(Severity.WARNING, counting.getLast().place(), 0,
                    "no segment follows this one, though it is sealed",
                    "if the program was not ended just then, look for a file that is missing", Range.NONE));
        }
    }
}
