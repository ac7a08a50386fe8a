package secondsite.engine.journal.tool;

import java.io.IOException;
import java.util.List;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.SegmentName;
import secondsite.engine.journal.SegmentNames;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SegmentFooter;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentIndex;
import secondsite.engine.segment.SequencedRecord;

/**
 * Prints every record of a journal, one a line: sequence, time, what it is, offset and length on the disk, where it stands. What cannot
 * be read gets a line too, and the dump goes on behind it. Changes nothing.
 */
public final class JournalDump {

    private final Folder folder;
    private final long first;
    private final long last;

    /** @param first and last are the sequences between which records are printed, both included */
    public JournalDump(Folder folder, long first, long last) {
        this.folder = folder;
        this.first = first;
        this.last = last;
    }

    /**
     * Prints the records.
     *
     * @return 0; 2 when something could not be read
     */
    public int print(Appendable out) throws IOException {
        List<SegmentName> names = SegmentNames.of(folder);
        boolean whole = true;
        for (int i = 0; i < names.size(); i++) {
            boolean before = i + 1 < names.size() && names.get(i + 1).firstSequence() <= first;
            if (names.get(i).firstSequence() <= last && !before) {
                whole &= print(names.get(i), out);
            }
        }
        return whole ? 0 : 2;
    }

    private boolean print(SegmentName name, Appendable out) throws IOException {
        Lines lines = new Lines(name, out);
        try (StoredFile file = folder.openReadOnly(name.file())) {
            SegmentHeader header = SegmentHeader.read(file);
            SegmentFooter footer = footer(file, header);
            List<Anchor> anchors = footer == null ? List.of() : anchors(file, header, footer);
            long end = footer == null ? file.size() : footer.indexPosition();
            new SegmentWalk(file, header, anchors, end).visit(lines);
        } catch (IOException e) {
            lines.broken(new Break(0, name.firstSequence(), -1, e));
        }
        return lines.whole;
    }

    private static SegmentFooter footer(StoredFile file, SegmentHeader header) {
        try {
            return SegmentFooter.read(file, header);
        } catch (IOException notSealed) {
            return null;
        }
    }

    private static List<Anchor> anchors(StoredFile file, SegmentHeader header, SegmentFooter footer) {
        try {
            return new SegmentIndex(file, header, footer).anchors();
        } catch (IOException withoutThem) {
            return List.of();
        }
    }

    private final class Lines implements SegmentWalk.Visitor {

        private final SegmentName name;
        private final Appendable out;
        private boolean whole = true;

        Lines(SegmentName name, Appendable out) {
            this.name = name;
            this.out = out;
        }

        @Override
        public void batch(FramedBatch framed) throws IOException {
            if (framed.batch().lastSequence() < first || framed.batch().firstSequence() > last) {
                return;
            }
            for (SequencedRecord record : framed.batch().records()) {
                if (record.sequence() >= first && record.sequence() <= last) {
                    out.append("%d  %s  %s  %s:%d%n".formatted(record.sequence(), Text.time(record.timeMicros()),
                            text(record.record()), name.file(), framed.position()));
                }
            }
        }

        @Override
        public void broken(Break at) throws IOException {
            whole = false;
            out.append("UNREADABLE from sequence %d%s: %s%n".formatted(at.firstSequence(),
                    at.lastSequence() < 0 ? "" : " to " + at.lastSequence(), at.cause().getMessage()));
        }
    }

    private static String text(Record record) {
        return switch (record) {
            case Record.Write write -> range("WRITE", write.offset(), write.data().remaining())
                    + (write.forceUnitAccess() ? " FUA" : "");
            case Record.Copy copy -> range("COPY", copy.offset(), copy.data().remaining());
            case Record.Zero zero -> range("ZERO", zero.offset(), zero.length());
            case Record.Trim trim -> range("TRIM", trim.offset(), trim.length());
            case Record.Flush flush -> "FLUSH";
            case Record.Mark mark -> "MARK %s %s %s".formatted(mark.kind(), mark.id(), Text.printable(mark.label()));
        };
    }

    private static String range(String type, long offset, long length) {
        return type + " " + offset + " +" + length;
    }
}
