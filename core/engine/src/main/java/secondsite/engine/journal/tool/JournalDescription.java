package secondsite.engine.journal.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import secondsite.engine.file.Folder;
import secondsite.engine.segment.IndexedMark;
import secondsite.engine.segment.SegmentHeader;

/** Tells what is in a journal: its segments, sequences, times, sizes, compression and marks. Changes nothing. */
public final class JournalDescription {

    private final Folder folder;

    public JournalDescription(Folder folder) {
        this.folder = folder;
    }

    /**
     * Prints the description.
     *
     * @return 0; 2 when something could not be read
     */
    public int print(Appendable out) throws IOException {
        Examinations segments = Examinations.of(folder);
        List<Examination> counting = segments.counting();
        out.append("journal     ").append(folder.place()).append('\n');
        counting.stream().filter(one -> one.header() != null).findFirst().ifPresent(one -> disk(out, one.header()));
        total(out, counting);
        for (Examination segment : counting) {
            segment(out, segment);
        }
        for (Examination segment : counting) {
            for (IndexedMark mark : segment.marks()) {
                mark(out, mark);
            }
        }
        return counting.stream().allMatch(Examination::whole) ? 0 : 2;
    }

    private static void disk(Appendable out, SegmentHeader header) {
        line(out, "disk        %s, %s (%d bytes)", header.disk(), Text.size(header.diskSize()), header.diskSize());
    }

    private static void total(Appendable out, List<Examination> segments) {
        long records = segments.stream().mapToLong(Examination::records).sum();
        long raw = segments.stream().mapToLong(Examination::rawBytes).sum();
        long stored = segments.stream().mapToLong(Examination::storedBytes).sum();
        line(out, "segments    %d, %s", segments.size(),
                Text.size(segments.stream().mapToLong(Examination::fileBytes).sum()));
        if (records > 0) {
            Examination first = segments.stream().filter(one -> one.records() > 0).findFirst().orElseThrow();
            Examination last = segments.reversed().stream().filter(one -> one.records() > 0).findFirst().orElseThrow();
            line(out, "records     %d, sequences %d to %d", records, first.name().firstSequence(), last.lastSequence());
            line(out, "times       %s to %s", Text.time(first.firstMicros()), Text.time(last.lastMicros()));
            line(out, "payload     %s, stored in %s (%.0f %%)", Text.size(raw), Text.size(stored),
                    100.0 * stored / raw);
        }
    }

    private static void segment(Appendable out, Examination segment) {
        line(out, "segment     %s  %s  %s", segment.name().file(), Text.size(segment.fileBytes()), state(segment));
        if (segment.records() > 0) {
            line(out, "            sequences %d to %d  records %d  batches %d  %s to %s",
                    segment.name().firstSequence(), segment.lastSequence(), segment.records(), segment.batches(),
                    Text.time(segment.firstMicros()), Text.time(segment.lastMicros()));
        }
    }

    private static String state(Examination segment) {
        if (!segment.whole()) {
            return "NOT WHOLE";
        }
        String sealed = segment.footer() == null ? "growing" : "sealed";
        return segment.thinnedBatches() == 0 ? sealed : sealed + ", thinned";
    }

    private static void mark(Appendable out, IndexedMark mark) {
        line(out, "mark        %d  %s  %s  %s  %s", mark.sequence(), Text.time(mark.timeMicros()), mark.mark().kind(),
                mark.mark().id(), Text.printable(mark.mark().label()));
    }

    private static void line(Appendable out, String format, Object... values) {
        try {
            out.append(String.format(Locale.ROOT, format, values)).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
