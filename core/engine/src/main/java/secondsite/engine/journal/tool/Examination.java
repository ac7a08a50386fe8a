package secondsite.engine.journal.tool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.SegmentName;
import secondsite.engine.segment.Anchor;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.DurableEvidence;
import secondsite.engine.segment.FramedBatch;
import secondsite.engine.segment.IndexedMark;
import secondsite.engine.segment.RecordReader;
import secondsite.engine.segment.SegmentFooter;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentIndex;
import secondsite.engine.segment.SegmentWriter;

/** Everything that one segment's file tells when it is read from its first byte to its last. Checks judge it afterwards. */
final class Examination implements SegmentWalk.Visitor {

    private final SegmentName name;
    private final List<Break> breaks = new ArrayList<>();
    private final List<IndexedMark> marks = new ArrayList<>();
    private SegmentHeader header;
    private SegmentFooter footer;
    private SegmentWriter notes;
    private IOException headerDamage;
    private IOException footerDamage;
    private IOException indexDamage;
    private String place;
    private long fileBytes;
    private long batches;
    private long thinnedBatches;
    private long records;
    private long rawBytes;
    private long storedBytes;
    private long firstMicros;
    private long lastMicros;
    private long lastSequence;
    private long end;
    private long durablePosition;
    private boolean onlyIndexFollows;
    private boolean onlyOldFollows;

    private Examination(SegmentName name) {
        this.name = name;
    }

    static Examination of(Folder folder, SegmentName name) throws IOException {
        Examination examination = new Examination(name);
        try (StoredFile file = folder.openReadOnly(name.file())) {
            examination.read(file);
        }
        return examination;
    }

    private void read(StoredFile file) throws IOException {
        place = file.place();
        fileBytes = file.size();
        lastSequence = name.firstSequence() - 1;
        try {
            header = SegmentHeader.read(file);
        } catch (IOException e) {
            headerDamage = e;
            return;
        }
        readFooter(file);
        notes = new SegmentWriter(file, header);
        List<Anchor> anchors = readIndex(file);
        new SegmentWalk(file, header, anchors, footer == null ? fileBytes : footer.indexPosition()).visit(this);
        compareIndex(file);
        lookBehindTheBreak(file);
    }

    private void lookBehindTheBreak(StoredFile file) throws IOException {
        if (footer == null && !breaks.isEmpty()) {
            long at = breaks.getFirst().position();
            durablePosition = Math.max(durablePosition, DurableEvidence.after(file, header, at));
            onlyIndexFollows = durablePosition <= at && SegmentIndex.beginsAt(file, at);
            onlyOldFollows = durablePosition <= at && header.reused();
        }
    }

    private void readFooter(StoredFile file) throws IOException {
        try {
            footer = SegmentFooter.read(file, header);
        } catch (IOException e) {
            footerDamage = e;
        }
    }

    private List<Anchor> readIndex(StoredFile file) {
        if (footer == null) {
            return List.of();
        }
        try {
            return new SegmentIndex(file, header, footer).anchors();
        } catch (IOException e) {
            indexDamage = e;
            return List.of();
        }
    }

    /** Whole records make the same index again, byte by byte. */
    private void compareIndex(StoredFile file) throws IOException {
        if (footer == null || indexDamage != null || !breaks.isEmpty()) {
            return;
        }
        ByteBuffer expected = notes.index();
        try {
            ByteBuffer found = ByteBuffer.allocate(expected.capacity());
            if (footer.indexLength() == expected.capacity()) {
                file.read(found, footer.indexPosition());
            }
            if (!found.flip().equals(expected)) {
                indexDamage = new DamagedException(place, footer.indexPosition(),
                        "the index is not that of the segment's records");
            }
        } catch (IOException e) {
            indexDamage = e;
        }
    }

    @Override
    public void batch(FramedBatch framed) throws IOException {
        ByteBuffer raw = framed.batch().raw();
        RecordReader reader = framed.batch().reader(raw);
        while (reader.next()) {
            firstMicros = records++ == 0 ? reader.timeMicros() : firstMicros;
            lastMicros = reader.timeMicros();
            if (reader.mark()) {
                marks.add(IndexedMark.of(reader.record()));
            }
        }
        if (breaks.isEmpty()) {
            notes.note(framed);
        }
        batches++;
        thinnedBatches += framed.batch().thinned() ? 1 : 0;
        rawBytes += framed.batch().rawLength();
        storedBytes += framed.batch().length();
        lastSequence = framed.batch().lastSequence();
        durablePosition = Math.max(durablePosition, framed.durablePosition());
        end = framed.end();
    }

    @Override
    public void broken(Break at) {
        breaks.add(at);
    }

    SegmentName name() {
        return name;
    }

    String place() {
        return place;
    }

    long fileBytes() {
        return fileBytes;
    }

    /** Null when it cannot be read; then nothing else was read either. */
    SegmentHeader header() {
        return header;
    }

    IOException headerDamage() {
        return headerDamage;
    }

    /** Null when the file does not end with one. */
    SegmentFooter footer() {
        return footer;
    }

    IOException footerDamage() {
        return footerDamage;
    }

    /** Null when the index is whole, or there is none. */
    IOException indexDamage() {
        return indexDamage;
    }

    List<Break> breaks() {
        return breaks;
    }

    /** Whether the batches of a segment without a footer end where an index begins, so that none of them is broken. */
    boolean onlyIndexFollows() {
        return onlyIndexFollows;
    }

    List<IndexedMark> marks() {
        return marks;
    }

    /** Whether its batches end where a file that was used before has something left from then. A torn tail looks the same. */
    boolean onlyOldFollows() {
        return onlyOldFollows;
    }

    /** Whether all its batches could be read. */
    boolean whole() {
        return header != null && (breaks.isEmpty() || onlyIndexFollows || onlyOldFollows);
    }

    /** Digest over what was read; only of a whole segment. */
    byte[] digest() {
        return notes.digest();
    }

    /** What the next segment must name as the one before. */
    byte[] chainDigest() {
        return footer == null ? digest() : footer.chainDigest();
    }

    long batches() {
        return batches;
    }

    long thinnedBatches() {
        return thinnedBatches;
    }

    long records() {
        return records;
    }

    long rawBytes() {
        return rawBytes;
    }

    long storedBytes() {
        return storedBytes;
    }

    long firstMicros() {
        return firstMicros;
    }

    long lastMicros() {
        return lastMicros;
    }

    /** Earliest time of a record; only of a whole segment. */
    long earliestMicros() {
        return notes.earliestMicros();
    }

    /** The last sequence that was read; one less than the first when there is none. */
    long lastSequence() {
        return lastSequence;
    }

    /** The last sequence that the segment had when it was sealed, or that was read. */
    long claimedLastSequence() {
        return footer == null ? lastSequence : footer.lastSequence();
    }

    /** Where the last batch that was read ends, in bytes. */
    long end() {
        return end;
    }

    /** The highest durable position that one of its frames tells of. */
    long durablePosition() {
        return durablePosition;
    }

    boolean empty() {
        return records == 0 && breaks.isEmpty();
    }
}
