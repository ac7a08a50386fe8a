package secondsite.server.target.export;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.StoredFile;

/** Writes a disk into a sparse file: ranges that read as zeros stay holes. */
public final class RawCopy {

    private static final int PIECE_BYTES = 1 << 20;
    private static final long STRIDE_BYTES = 256L << 20;

    private final Disk from;
    private final StoredFile to;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES);

    /** @param to an empty file */
    public RawCopy(Disk from, StoredFile to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Copies all, and makes it durable.
     *
     * @param progress  told the bytes of the disk that are done
     * @param cancelled asked between pieces
     * @return false when it was cancelled
     */
    public boolean run(LongConsumer progress, BooleanSupplier cancelled) throws IOException {
        to.resize(from.size());
        for (long at = 0; at < from.size(); at += STRIDE_BYTES) {
            for (Extent extent : from.extents(at, Math.min(STRIDE_BYTES, from.size() - at))) {
                for (long offset = extent.offset(); offset < extent.end(); offset += PIECE_BYTES) {
                    if (cancelled.getAsBoolean()) {
                        return false;
                    }
                    if (extent.kind() == Extent.Kind.DATA) {
                        copy(offset, (int) Math.min(PIECE_BYTES, extent.end() - offset));
                    }
                    progress.accept(Math.min(offset + PIECE_BYTES, extent.end()));
                }
            }
        }
        to.force();
        return true;
    }

    private void copy(long offset, int length) throws IOException {
        from.read(piece.clear().limit(length), offset);
        to.write(piece.flip(), offset);
    }
}
