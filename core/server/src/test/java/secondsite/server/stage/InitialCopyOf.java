package secondsite.server.stage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import secondsite.api.client.TransferClient;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;

/** What an agent sends for the first copy of a disk. */
public final class InitialCopyOf {

    private static final int PIECE = 64 << 10;

    private InitialCopyOf() {}

    /** Batches of COPY records, and of ZERO records where all is zero. */
    public static List<ByteBuffer> batches(UUID disk, byte[] contents) throws IOException {
        var packer = new BatchPacker(1 << 20, true);
        var batches = new ArrayList<ByteBuffer>();
        for (int at = 0; at < contents.length; at += PIECE) {
            ByteBuffer piece = ByteBuffer.wrap(contents, at, Math.min(PIECE, contents.length - at)).slice();
            boolean zero = piece.mismatch(ByteBuffer.allocate(piece.remaining())) < 0;
            Record record = zero ? new Record.Zero(at, piece.remaining()) : new Record.Copy(at, piece);
            Batch batch = packer.pack(disk.getMostSignificantBits(), 1, List.of(new SequencedRecord(1, 1, record)));
            batches.add(batch.bytes());
        }
        return batches;
    }

    /** Copies all, and says that it ended at this sequence. */
    public static void run(TransferClient client, UUID disk, byte[] contents, long sequence) throws IOException {
        for (ByteBuffer batch : batches(disk, contents)) {
            client.postCopy(disk, List.of(batch));
        }
        client.finishCopy(disk, sequence);
    }
}
