package secondsite.server.target.past;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.file.StoredFile;

/**
 * A disk as a qcow2 file of version 3: header, first-level table, then data clusters with a second-level table behind those of each
 * 512 MiB, at last the reference counts; the header is written when all else is durable. Only what is needed for a file that is written
 * once, from the beginning to the end. A disk that is no multiple of 512 bytes long is filled up with zeros.
 */
final class Qcow2Image implements ImageWriter {

    private static final int VERSION = 3;
    private static final int CLUSTER_BITS = 16;
    private static final int HEADER_BYTES = 104;
    private static final int REFCOUNT_ORDER = 4;
    private static final int ENTRIES = CLUSTER_BYTES / Long.BYTES;
    private static final int COUNTS = CLUSTER_BYTES / Short.BYTES;
    /** Says that a cluster is used once, so that it may be written in place. */
    private static final long COPIED = 1L << 63;

    private final StoredFile file;
    private final long size;
    private final ByteBuffer first;
    private final ByteBuffer second = ByteBuffer.allocate(CLUSTER_BYTES);
    private long region = -1;
    private long nextCluster;

    Qcow2Image(StoredFile file, long diskSize) throws IOException {
        this.file = file;
        this.size = Math.ceilDiv(diskSize, 512) * 512;
        long regions = Math.ceilDiv(size, (long) ENTRIES * CLUSTER_BYTES);
        this.first = ByteBuffer.allocate(Math.toIntExact(Math.ceilDiv(regions, ENTRIES) * CLUSTER_BYTES));
        this.nextCluster = 1 + first.capacity() / CLUSTER_BYTES;
    }

    @Override
    public void write(ByteBuffer clusters, long offset) throws IOException {
        int count = Math.ceilDiv(clusters.remaining(), CLUSTER_BYTES);
        var padding = ByteBuffer.allocate(count * CLUSTER_BYTES - clusters.remaining());
        for (long cluster = offset / CLUSTER_BYTES, to = cluster + count; cluster < to;) {
            enter(cluster / ENTRIES);
            int run = (int) Math.min(to - cluster, ENTRIES - cluster % ENTRIES);
            for (int i = 0; i < run; i++) {
                second.putLong((int) ((cluster + i) % ENTRIES) * Long.BYTES,
                        (nextCluster + i) * CLUSTER_BYTES | COPIED);
            }
            int length = Math.min(clusters.remaining(), run * CLUSTER_BYTES);
            file.write(clusters.slice(clusters.position(), length), nextCluster * CLUSTER_BYTES);
            clusters.position(clusters.position() + length);
            nextCluster += run;
            cluster += run;
        }
        file.write(padding, nextCluster * CLUSTER_BYTES - padding.capacity());
    }

    @Override
    public void finish() throws IOException {
        leaveRegion();
        file.write(first.duplicate().clear(), CLUSTER_BYTES);
        long blocks = countBlocks();
        long tableClusters = tableClusters(blocks);
        long table = nextCluster;
        writeCounts(table, tableClusters, blocks);
        file.resize((table + tableClusters + blocks) * CLUSTER_BYTES);
        file.force();
        file.write(header(table * CLUSTER_BYTES, (int) tableClusters), 0);
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void enter(long wanted) throws IOException {
        if (wanted != region) {
            leaveRegion();
            region = wanted;
        }
    }

    private void leaveRegion() throws IOException {
        if (region >= 0) {
            file.write(second.duplicate().clear(), nextCluster * CLUSTER_BYTES);
            first.putLong((int) region * Long.BYTES, nextCluster * CLUSTER_BYTES | COPIED);
            nextCluster++;
            second.put(0, new byte[CLUSTER_BYTES]);
        }
    }

    /** The blocks of reference counts count themselves and their table. */
    private long countBlocks() {
        long blocks = 1;
        while (blocks * COUNTS < nextCluster + tableClusters(blocks) + blocks) {
            blocks++;
        }
        return blocks;
    }

    private static long tableClusters(long blocks) {
        return Math.ceilDiv(blocks, ENTRIES);
    }

    private void writeCounts(long table, long tableClusters, long blocks) throws IOException {
        long used = table + tableClusters + blocks;
        var entries = ByteBuffer.allocate((int) tableClusters * CLUSTER_BYTES);
        for (long block = 0; block < blocks; block++) {
            long at = (table + tableClusters + block) * CLUSTER_BYTES;
            entries.putLong(at);
            var counts = ByteBuffer.allocate(CLUSTER_BYTES);
            for (long cluster = block * COUNTS; cluster < Math.min(used, (block + 1) * COUNTS); cluster++) {
                counts.putShort((short) 1);
            }
            file.write(counts.clear(), at);
        }
        file.write(entries.clear(), table * CLUSTER_BYTES);
    }

    private ByteBuffer header(long refcountTable, int tableClusters) {
        int regions = (int) Math.ceilDiv(size, (long) ENTRIES * CLUSTER_BYTES);
        var header = ByteBuffer.allocate(HEADER_BYTES + 8);
        header.put(new byte[]{'Q', 'F', 'I', (byte) 0xfb}).putInt(VERSION).putLong(0).putInt(0).putInt(CLUSTER_BITS);
        header.putLong(size).putInt(0).putInt(regions).putLong(CLUSTER_BYTES).putLong(refcountTable)
                .putInt(tableClusters);
        header.putInt(0).putLong(0).putLong(0).putLong(0).putLong(0).putInt(REFCOUNT_ORDER).putInt(HEADER_BYTES);
        return header.clear();
    }
}
