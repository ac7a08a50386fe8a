package secondsite.engine.ship;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import secondsite.engine.segment.Batch;
import secondsite.engine.segment.DamagedException;

/**
 * What is sent in one request: whole batches of one disk without a gap. The same slice may be sent again at any time.
 *
 * @param epoch   the sender's epoch; its batches may be of older ones
 * @param batches in order, at least one
 */
public record Slice(UUID disk, int epoch, List<Batch> batches) {

    /** The most that all batches of a slice may take, with their headers. */
    public static final int LIMIT_BYTES = 8 << 20;

    public Slice {
        batches = List.copyOf(batches);
        if (batches.isEmpty()) {
            throw new IllegalArgumentException("a slice without batches");
        }
    }

    /**
     * Takes a slice from the bytes that were received.
     *
     * @param place where the bytes came from, for the error
     * @throws DamagedException when they are not whole, undamaged batches without a gap
     */
    public static Slice take(UUID disk, int epoch, ByteBuffer from, String place) throws IOException {
        var batches = new ArrayList<Batch>();
        while (from.hasRemaining()) {
            int position = from.position();
            Batch batch = Batch.take(from, place);
            if (!batches.isEmpty() && batch.firstSequence() != batches.getLast().lastSequence() + 1) {
                throw new DamagedException(place, position, "the batch begins at record " + batch.firstSequence()
                        + ", the one before ends at " + batches.getLast().lastSequence());
            }
            batches.add(batch);
        }
        if (batches.isEmpty()) {
            throw new DamagedException(place, 0, "no batch");
        }
        return new Slice(disk, epoch, batches);
    }

    public long firstSequence() {
        return batches.getFirst().firstSequence();
    }

    public long lastSequence() {
        return batches.getLast().lastSequence();
    }

    /** Length of all batches with their headers. */
    public int bytes() {
        return batches.stream().mapToInt(batch -> batch.bytes().remaining()).sum();
    }
}
