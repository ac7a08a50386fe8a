package secondsite.server.target.past;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.Folder;

/**
 * Takes a disk out into a file of its own, without what is zeros. The file has its name only when it is whole and durable; a crash, an
 * error or a cancellation leaves nothing, or a file that ends in {@code .part}. For one thread.
 */
public final class Extraction {

    private static final int READ_BYTES = 1 << 20;
    private static final long WINDOW_BYTES = 64L << 20;
    private static final String PART = ".part";

    private final Disk from;
    private final ExtractionProgress progress;
    private final ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);

    /** @param from stays open */
    public Extraction(Disk from, ExtractionProgress progress) {
        this.from = from;
        this.progress = progress;
    }

    /**
     * Writes the file. One that has this name already is not touched.
     *
     * @throws CancellationException when the progress says so
     * @throws IOException when the disk is damaged, or no space is left; the message says where
     */
    public void to(Folder folder, String name, ImageFormat format) throws IOException {
        if (folder.exists(name)) {
            throw new IOException(folder.place() + "/" + name + " is there already; choose another name");
        }
        folder.delete(name + PART);
        try {
            write(folder, name + PART, format);
            folder.rename(name + PART, name);
            folder.force();
        } catch (IOException | RuntimeException e) {
            clean(folder, name + PART, e);
            throw e;
        }
    }

    private static void clean(Folder folder, String part, Exception cause) {
        try {
            folder.delete(part);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void write(Folder folder, String name, ImageFormat format) throws IOException {
        var file = folder.create(name);
        try (ImageWriter image = format == ImageFormat.RAW
                ? new RawImage(file, from.size())
                : new Qcow2Image(file, from.size())) {
            for (long at = 0; at < from.size(); at += WINDOW_BYTES) {
                window(at, Math.min(from.size(), at + WINDOW_BYTES), image);
            }
            image.finish();
        }
    }

    private void window(long offset, long end, ImageWriter image) throws IOException {
        long at = offset;
        for (Extent extent : from.extents(offset, end - offset)) {
            if (extent.kind() == Extent.Kind.DATA && extent.end() > at) {
                at = Math.max(at, cluster(extent.offset()));
                long to = Math.min(end, cluster(extent.end() + ImageWriter.CLUSTER_BYTES - 1));
                copy(at, to, image);
                at = to;
            }
        }
        tell(end);
    }

    private void copy(long offset, long end, ImageWriter image) throws IOException {
        for (long at = offset; at < end; at += READ_BYTES) {
            tell(at);
            buffer.clear().limit((int) Math.min(READ_BYTES, end - at));
            from.read(buffer, at);
            writeNonZero(buffer.flip(), at, image);
        }
    }

    private static void writeNonZero(ByteBuffer data, long offset, ImageWriter image) throws IOException {
        int end = data.limit();
        int begin = -1;
        for (int at = 0; at < end; at += ImageWriter.CLUSTER_BYTES) {
            boolean zero = Zeros.all(data.slice(at, Math.min(ImageWriter.CLUSTER_BYTES, end - at)));
            if (zero && begin >= 0) {
                image.write(data.slice(begin, at - begin), offset + begin);
            }
            begin = zero ? -1 : begin < 0 ? at : begin;
        }
        if (begin >= 0) {
            image.write(data.slice(begin, end - begin), offset + begin);
        }
    }

    private void tell(long done) {
        if (!progress.goOn(done, from.size())) {
            throw new CancellationException("the extraction of " + from + " was cancelled");
        }
    }

    private static long cluster(long offset) {
        return offset / ImageWriter.CLUSTER_BYTES * ImageWriter.CLUSTER_BYTES;
    }
}
