package secondsite.engine.journal;

import java.io.IOException;
import java.util.Optional;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.SegmentHeader;
import secondsite.engine.segment.SegmentWriter;

/** Begins segments, in new files or over spare ones, so that header and name are durable before anything is appended. */
final class NewSegments {

    private final Folder folder;
    private final SpareFiles spares;

    NewSegments(Folder folder, SpareFiles spares) {
        this.folder = folder;
        this.spares = spares;
    }

    Segment begin(SegmentHeader header) throws IOException {
        String name = new SegmentName(header.firstSequence(), header.epoch()).file();
        Optional<StoredFile> spare = spares.take(name, header.inReusedFile());
        SegmentHeader written = spare.isPresent() ? header.inReusedFile() : header;
        StoredFile file = spare.isPresent() ? spare.get() : create(name, written);
        try {
            folder.force();
            return Segment.growing(folder, new SegmentWriter(file, written));
        } catch (Throwable e) {
            file.close();
            throw e;
        }
    }

    /** Begins one in place of another that has no record, in its file; a header that is torn then is that of one that was never begun. */
    Segment beginAgain(StoredFile file, SegmentHeader header) throws IOException {
        header.write(file);
        file.force();
        return Segment.growing(folder, new SegmentWriter(file, header));
    }

    private StoredFile create(String name, SegmentHeader header) throws IOException {
        StoredFile file = folder.create(name);
        try {
            header.write(file);
            file.force();
            return file;
        } catch (Throwable e) {
            file.close();
            folder.delete(name);
            throw e;
        }
    }
}
