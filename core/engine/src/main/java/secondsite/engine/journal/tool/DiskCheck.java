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

    @Override
    public void run(Examinations segments, Consumer<Finding> to) {
        List<Examination> readable = segments.all().stream().filter(one -> one.header() != null).toList();
        Map<UUID, Long> counts = readable.stream()
                .collect(Collectors.groupingBy(one -> one.header().disk(), Collectors.counting()));
        UUID most = counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(null);
        long size = 0;
        for (Examination segment : readable) {
            SegmentHeader header = segment.header();
            if (!header.disk().equals(most) || header.diskSize() < size) {
                to.accept(foreign(segment, segments, most, size));
            } else {
                size = header.diskSize();
            }
        }
    }

    /** A disk may become larger, never smaller. */
    private static Finding foreign(Examination segment, Examinations segments, UUID most, long size) {
        return new Finding(Severity.DAMAGE, segment.place(), 24,
                "it belongs to disk " + segment.header().disk() + " of " + segment.header().diskSize()
                        + " bytes, the others to " + most + " of " + size,
                "find the file of this name that belongs to the disk, and put this one back where it came from",
                segments.range(segment.name().firstSequence(), segment.claimedLastSequence()));
    }
}
