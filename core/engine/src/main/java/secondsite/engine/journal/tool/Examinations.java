package secondsite.engine.journal.tool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.SegmentName;
import secondsite.engine.journal.SegmentNames;
import secondsite.engine.journal.tool.Finding.Range;
import secondsite.engine.segment.SegmentHeader;

/** All segments of a journal, examined, in order; and what can only be said of them together. */
final class Examinations {

    private final List<Examination> all;

    private Examinations(List<Examination> all) {
        this.all = all;
    }

    static Examinations of(Folder folder) throws IOException {
        List<Examination> all = new ArrayList<>();
        for (SegmentName name : SegmentNames.of(folder)) {
            all.add(Examination.of(folder, name));
        }
        return new Examinations(all);
    }

    List<Examination> all() {
        return all;
    }

    /** Those that take part in the journal: neither covered by a compacted one, nor replaced by one of a new epoch before they had a record. */
    List<Examination> counting() {
        List<Examination> counting = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!leftOver(i)) {
                counting.add(all.get(i));
            }
        }
        return counting;
    }

    /** Whether the n-th segment is only left over from a crash. */
    boolean leftOver(int n) {
        Examination segment = all.get(n);
        boolean replaced = n + 1 < all.size() && segment.whole() && segment.empty()
                && all.get(n + 1).name().firstSequence() == segment.name().firstSequence();
        return replaced || all.subList(0, n).stream().anyMatch(before -> covers(before, segment));
    }

    private static boolean covers(Examination before, Examination segment) {
        return before.header() != null && before.header().compacted() && before.footer() != null
                && segment.name().firstSequence() <= before.footer().lastSequence();
    }

    Optional<Examination> after(Examination segment) {
        List<Examination> counting = counting();
        int next = counting.indexOf(segment) + 1;
        return next > 0 && next < counting.size() ? Optional.of(counting.get(next)) : Optional.empty();
    }

    Optional<Examination> before(Examination segment) {
        List<Examination> counting = counting();
        int at = counting.indexOf(segment);
        return at > 0 ? Optional.of(counting.get(at - 1)) : Optional.empty();
    }

    /** Whether a later segment tells that records after this sequence were durable. */
    boolean laterTells(Examination segment, long sequence) {
        List<Examination> later = all.subList(all.indexOf(segment) + 1, all.size());
        return later.stream().anyMatch(one -> tells(one, sequence));
    }

    private static boolean tells(Examination one, long sequence) {
        SegmentHeader header = one.header();
        return header == null
                ? one.fileBytes() > SegmentHeader.BYTES
                : header.durableThrough() > sequence || one.footer() != null || one.durablePosition() > 0;
    }

    /** Sequences with the times between which they were written, as far as their neighbours tell. */
    Range range(long first, long last) {
        return first > last ? Range.NONE : new Range(first, last, lastMicrosBefore(first), firstMicrosAfter(last));
    }

    private long lastMicrosBefore(long sequence) {
        return all.stream().filter(one -> one.records() > 0 && one.name().firstSequence() <= sequence)
                .mapToLong(one -> one.lastSequence() < sequence ? one.lastMicros() : one.firstMicros()).reduce(0,
                        (earlier, later) -> later);
    }

    private long firstMicrosAfter(long sequence) {
        return all.stream().filter(one -> one.records() > 0 && one.lastSequence() > sequence)
                .mapToLong(one -> one.name().firstSequence() > sequence ? one.firstMicros() : one.lastMicros())
                .findFirst().orElse(0);
    }
}
