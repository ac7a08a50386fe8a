package secondsite.engine.journal;

import java.io.Closeable;
import java.io.IOException;
import secondsite.engine.file.Folder;
import secondsite.engine.file.NoSpaceException;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;
import secondsite.engine.segment.SegmentFooter;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentIndex;
import secondsite.engine.segment.SegmentWriter;

/**
 * One segment of a journal that is open: growing or sealed, read by nobody or by some. While somebody uses it, its file stays open
 * and is not deleted. Safe for use by several threads.
 */
final class Segment implements Closeable {

    private final Folder folder;
    private final SegmentHeader header;
    private volatile SegmentWriter writer;
    private volatile SegmentFooter footer;
    private volatile long durablePosition;
    private int users;
    private StoredFile reader;
    private SegmentIndex index;

    private Segment(Folder folder, SegmentHeader header, SegmentWriter writer, SegmentFooter footer) {
        this.folder = folder;
        this.header = header;
        this.writer = writer;
        this.footer = footer;
    }

    static Segment growing(Folder folder, SegmentWriter writer) {
        return new Segment(folder, writer.header(), writer, null);
    }

    static Segment sealed(Folder folder, SegmentHeader header, SegmentFooter footer) {
        return new Segment(folder, header, null, footer);
    }

    String name() {
        return new SegmentName(header.firstSequence(), header.epoch()).file();
    }

    SegmentHeader header() {
        return header;
    }

    /** The writer of a growing segment; null once it is sealed, and its footer is set before. */
    SegmentWriter writer() {
        return writer;
    }

    /** The footer of a sealed segment; null as long as it grows. */
    SegmentFooter footer() {
        return footer;
    }

    boolean isSealed() {
        return footer != null;
    }

    boolean empty() {
        return lastSequence() < firstSequence();
    }

    long firstSequence() {
        return header.firstSequence();
    }

    long lastSequence() {
        SegmentWriter growing = writer;
        SegmentFooter sealed = footer;
        return sealed != null ? sealed.lastSequence() : growing.lastSequence();
    }

    /** Where its frames end, in bytes. */
    long end() {
        SegmentWriter growing = writer;
        SegmentFooter sealed = footer;
        return sealed != null ? sealed.indexPosition() : growing.end();
    }

    /** What its file takes, in bytes. */
    long bytes() {
        SegmentWriter growing = writer;
        SegmentFooter sealed = footer;
        return sealed != null ? sealed.indexPosition() + sealed.indexLength() + SegmentFooter.BYTES : growing.end();
    }

    /** What the next segment names as the one before. */
    byte[] chainDigest() {
        SegmentWriter growing = writer;
        SegmentFooter sealed = footer;
        return sealed != null ? sealed.chainDigest() : growing.digest();
    }

    /** Up to where the file is durable, and with it all segments before; 0 as long as nothing is known. */
    long durablePosition() {
        return durablePosition;
    }

    void durableTo(long position) {
        durablePosition = position;
    }

    /** Time of its last record, microseconds since 1970; 0 when there is none. */
    long lastMicros() {
        SegmentWriter growing = writer;
        SegmentFooter sealed = footer;
        return sealed != null ? sealed.lastMicros() : growing.lastMicros();
    }

    /**
     * Writes index and footer and makes all of the segment durable. Nobody appends any more.
     *
     * @return whether it is sealed; where there was no room for the index it is durable only
     */
    boolean seal() throws IOException {
        SegmentWriter last = writer;
        SegmentFooter sealed = null;
        try {
            sealed = last.writeIndex(null);
            last.file().force();
            last.writeFooter(sealed);
        } catch (NoSpaceException e) {
            sealed = null;
            last.cutBack();
        }
        last.file().force();
        if (sealed != null) {
            footer = sealed;
            writer = null;
            last.close();
        }
        return sealed != null;
    }

    synchronized void acquire() {
        users++;
    }

    synchronized void release() throws IOException {
        if (--users == 0 && reader != null) {
            StoredFile unused = reader;
            reader = null;
            index = null;
            unused.close();
        }
    }

    synchronized boolean inUse() {
        return users > 0;
    }

    synchronized boolean inUseByMany() {
        return users > 1;
    }

    /** The file, for reading; only while acquired. */
    synchronized StoredFile file() throws IOException {
        if (reader == null) {
            StoredFile opened = folder.openReadOnly(name());
            try {
                checkSame(opened);
            } catch (IOException e) {
                opened.close();
                throw e;
            }
            reader = opened;
        }
        return reader;
    }

    private void checkSame(StoredFile opened) throws IOException {
        boolean same = SegmentHeader.read(opened).equals(header)
                && (footer == null || SegmentFooter.read(opened, header).equals(footer));
        if (!same) {
            throw new DamagedException(opened.place(), 0, "the file was exchanged while the journal was open");
        }
    }

    /** The index of a sealed segment; only while acquired. */
    synchronized SegmentIndex index() throws IOException {
        if (index == null) {
            index = new SegmentIndex(file(), header, footer);
        }
        return index;
    }

    @Override
    public void close() throws IOException {
        SegmentWriter growing = writer;
        if (growing != null) {
            growing.close();
        }
    }
}
