package secondsite.engine.journal.tool;

import java.util.List;
import java.util.function.Consumer;
import secondsite.engine.journal.SegmentName;
import secondsite.engine.journal.tool.Finding.Range;
import secondsite.engine.journal.tool.Finding.Severity;

/** Files that a crash left over and that take space for nothing. */
final class LeftOverCheck implements Check {

    private final String place;
    private final List<String> files;

    /** @param files the names of all files in the journal's folder */
    LeftOverCheck(String place, List<String> files) {
        this.place = place;
        this.files = files;
    }

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        for (int i = 0; i < segments.all().size(); i++) {
            if (segments.leftOver(i)) {
                to.accept(leftOver(segments.all().get(i).place(), "another segment has taken its place"));
            }
        }
        files.stream().filter(name -> name.endsWith(SegmentName.UNFINISHED))
                .forEach(name -> to.accept(leftOver(place + "/" + name, "it was not finished")));
    }

    private static Finding leftOver(String file, String what) {
        return new Finding(Severity.WARNING, file, 0, what, "it is deleted when the journal is opened", Range.NONE);
    }
}
