package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import secondsite.engine.journal.JournalCursor;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** A replica of its own making: what a disk held when it was read once, and then what its spool tells. */
final class ToldDisk implements AutoCloseable {

    private final Path image;
    private final RandomAccessFile file;
    private boolean withinRound;
    private long through;

    /** Reads the disk as it is, while it is written. */
    ToldDisk(Capture capture, Path image) throws IOException {
        this.image = image;
        this.file = new RandomAccessFile(image.toFile(), "rw");
        long size = capture.identity().diskSize();
        file.setLength(size);
        var buffer = ByteBuffer.allocate(1 << 20);
        for (long at = 0; at < size; at += buffer.capacity()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), size - at));
            capture.replicated().read(buffer, at);
            file.seek(at);
            file.write(buffer.array(), 0, buffer.limit());
        }
    }

    Path image() {
        return image;
    }

    /** Applies records up to this one, where a recovery point has to be. */
    void bringTo(long sequence, Capture capture) throws IOException {
        try (JournalCursor cursor = capture.spool().journal().cursor(through + 1)) {
            while (through < sequence) {
                Batch batch = cursor.next(sequence).orElseThrow();
                for (SequencedRecord record : batch.records()) {
                    if (record.sequence() > through && record.sequence() <= sequence) {
                        apply(record.record());
                        through = record.sequence();
                    }
                }
            }
        }
        assertThat(withinRound).as("record " + sequence + " lies within a round").isFalse();
    }

    /** All that the spool tells. */
    void bringToEnd(Capture capture) throws IOException {
        bringTo(capture.spool().lastSequence(), capture);
    }

    private void apply(Record record) throws IOException {
        switch (record) {
            case Record.Write write -> write(write.data().duplicate(), write.offset());
            case Record.Copy copy -> write(copy.data().duplicate(), copy.offset());
            case Record.Zero zero -> write(ByteBuffer.allocate(zero.length()), zero.offset());
            case Record.Trim trim -> write(ByteBuffer.allocate(trim.length()), trim.offset());
            case Record.Mark mark when mark.kind() == MarkKind.RESYNC_BEGINS -> withinRound = true;
            case Record.Mark mark when mark.kind() == MarkKind.RESYNC_ENDED -> withinRound = false;
            case Record.Mark _,Record.Flush _ -> {
                // nothing that shows on the disk
            }
        }
    }

    private void write(ByteBuffer data, long offset) throws IOException {
        file.seek(offset);
        file.getChannel().write(data);
    }

    /** Where it differs first from what the disk holds now; below zero for nowhere. */
    long mismatch(Capture capture) throws IOException {
        long size = capture.identity().diskSize();
        var here = ByteBuffer.allocate(1 << 20);
        var there = new byte[here.capacity()];
        for (long at = 0; at < size; at += here.capacity()) {
            here.clear().limit((int) Math.min(here.capacity(), size - at));
            capture.disk().read(here, at);
            file.seek(at);
            file.readFully(there, 0, here.limit());
            int differs = here.flip().mismatch(ByteBuffer.wrap(there, 0, here.limit()));
            if (differs >= 0) {
                return at + differs;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
