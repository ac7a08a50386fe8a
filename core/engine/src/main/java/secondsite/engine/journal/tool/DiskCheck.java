package secondsite.engine.journal.tool;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import secondsite.engine.journal.tool.Finding.Severity;
import secondsite.engine.segment.SegmentHeader;

/** Segments that belong to another disk than most of the others. */
final class DiskCheck implements Check {

    private record Whose(UUID disk, long size) {

        static Whose of(SegmentHeader header) {
            return new Whose(header.disk(), header.diskSize());
        }
    }

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        List<Examination> readable = segments.all().stream().filter(one -> one.header() != null).toList();
        Map<Whose, Long> counts = readable.stream()
                .collect(Collectors.groupingBy(one -> Whose.of(one.header()), Collectors.counting()));
        Whose most = counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
        for (Examination segment : readable) {
            if (!Whose.of(segment.header()).equals(most)) {
                to.accept(foreign(segment, segments, most));
            }
        }
    }

    private static Finding foreign(Examination segment, Examinations segments, Whose most) {
        return new Finding(Severity.DAMAGE, segment.place(), 24,
                "it belongs to disk " + segment.header().disk() + " of " + segment.header().diskSize()
                        + " bytes, the others to " + most.disk() + " of " + most.size(),
                "find the file of this name that belongs to the disk, and put this one back where it came from",
                segments.range(segment.name().firstSequence(), segment.claimedLastSequence()));
    }
}
