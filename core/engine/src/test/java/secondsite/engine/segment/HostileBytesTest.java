package secondsite.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.file.StoredFile;

/**
 * Bytes that somebody made to hurt, their checksums right: whatever they say, they are refused as damaged or read as what they are, and
 * no more memory is taken than the limits allow.
 */
class HostileBytesTest {

    private static final long MEMORY = 48L << 20;

    private final Random random = new Random(11);

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static void putCrc(byte[] bytes, int from, int length, int at) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, crc(bytes, from, length));
    }

    private static byte[] batch(boolean compress, long seed) throws IOException {
        Random random = new Random(seed);
        List<SequencedRecord> records = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Record record = switch (i) {
                case 1 -> new Record.Zero(4096, 8192);
                case 2 -> new Record.Mark(MarkKind.BOOKMARK, new UUID(1, 2), "mark");
                case 3 -> new Record.Flush();
                default -> new Record.Write(random.nextInt(1 << 18), ByteBuffer.allocate(700), false);
            };
            records.add(new SequencedRecord(1 + i, 5, record));
        }
        ByteBuffer bytes = new BatchPacker(1 << 20, compress).pack(5, 1, records).bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** A number that length fields do not like. */
    private long nasty() {
        return switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> Integer.MAX_VALUE - random.nextInt(100);
            case 3 -> Integer.MIN_VALUE + random.nextInt(100);
            case 4 -> Long.MAX_VALUE - random.nextInt(3);
            case 5 -> 1L << random.nextInt(63);
            case 6 -> random.nextInt(300);
            default -> random.nextLong();
        };
    }

    private void spoil(byte[] bytes, int from, int length) {
        ByteBuffer to = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = from + random.nextInt(length);
        switch (random.nextInt(3)) {
            case 0 -> to.put(at, (byte) nasty());
            case 1 -> to.putInt(Math.max(from, Math.min(at & -4, from + length - 4)), (int) nasty());
            default -> to.putLong(Math.max(from, Math.min(at & -4, from + length - 8)), nasty());
        }
    }

    private interface Reading {

        void run() throws IOException;
    }

    /** True when it was refused. */
    private static boolean refused(Reading reading) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        boolean refused = false;
        try {
            reading.run();
        } catch (DamagedException e) {
            refused = true;
        } catch (IOException e) {
            throw new AssertionError("not told as damage", e);
        }
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(MEMORY);
        return refused;
    }

    @Test
    void batchesWithHostileHeadersAreRefused() throws IOException {
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = batch(i % 2 == 0, i % 10);
            spoil(bytes, 0, 60);
            putCrc(bytes, 0, 60, 60);
            refused += refused(() -> Batch.take(ByteBuffer.wrap(bytes), "hostile").records()) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(15_000);
    }

    @Test
    void batchesWithHostilePayloadsAreRefused() throws IOException {
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = batch(i % 2 == 0, i % 10);
            int at = 64 + random.nextInt((bytes.length - 64) / 728 + 1) * 728;
            spoil(bytes, i % 2 == 0 ? 64 : Math.min(at, bytes.length - 28), i % 2 == 0 ? bytes.length - 64 : 28);
            putCrc(bytes, 64, bytes.length - 64, 56);
            putCrc(bytes, 0, 60, 60);
            refused += refused(() -> Batch.take(ByteBuffer.wrap(bytes), "hostile").records()) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(8_000);
    }

    @Test
    void noiseIsRefused() {
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThat(refused(() -> Batch.take(ByteBuffer.wrap(noise), "noise"))).isTrue();
        }
    }

    @Test
    void segmentsWithHostileHeadersFootersAndIndexesAreRefused() throws IOException {
        byte[] sound = segment();
        assertThat(refused(() -> read(sound))).isFalse();
        int refused = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] bytes = sound.clone();
            spoilPart(bytes, i % 6);
            refused += refused(() -> read(bytes)) ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(3_000);
    }

    private void spoilPart(byte[] bytes, int part) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int footer = bytes.length - 96;
        int index = (int) file.getLong(footer + 8);
        int blocks = (file.getInt(index + 8) + 126) / 127;
        int head = 16 + 8 * blocks;
        int anchors = index + head + 4 + blocks * 4096;
        int anchorBytes = 24 * file.getInt(index + 4);
        int marks = anchors + anchorBytes + 4;
        int markBytes = file.getInt(index + 12);
        switch (part) {
            case 0 -> spoilChecked(bytes, 0, 4092);
            case 1 -> spoilChecked(bytes, footer, 92);
            case 2 -> spoilChecked(bytes, index, head);
            case 3 -> spoilChecked(bytes, index + head + 4, 4092);
            case 4 -> spoilChecked(bytes, anchors, anchorBytes);
            default -> spoilChecked(bytes, marks, markBytes);
        }
    }

    private void spoilChecked(byte[] bytes, int from, int length) {
        spoil(bytes, from, Math.min(length, 120));
        putCrc(bytes, from, length, from + length);
    }

    private static byte[] segment() throws IOException {
        SimulatedFolder folder = SimulatedFolder.named("machine");
        SegmentHeader header = SegmentHeader.of(new UUID(5, 6), 1 << 20, 1, 1, 1, false, ChainDigest.NONE, 0);
        try (StoredFile file = folder.create("segment")) {
            SegmentWriter writer = SegmentWriter.begin(file, header);
            writer.append(Batch.take(ByteBuffer.wrap(batch(true, 1)), "here"), 0);
            writer.writeFooter(writer.writeIndex(null));
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.read(all, 0);
            return all.array();
        }
    }

    private static void read(byte[] bytes) throws IOException {
        SimulatedFolder folder = SimulatedFolder.named("machine");
        try (StoredFile file = folder.create("segment")) {
            file.write(ByteBuffer.wrap(bytes), 0);
            SegmentHeader header = SegmentHeader.read(file);
            SegmentFooter footer = SegmentFooter.read(file, header);
            SegmentIndex index = new SegmentIndex(file, header, footer);
            index.extents(0, Limits.DISK_BYTES, extent -> {
            });
            index.anchors();
            index.marks();
            FrameReader frames = new FrameReader(file, header);
            for (FramedBatch next = frames.next(footer.indexPosition()); next != null;) {
                next.batch().records();
                next = frames.next(footer.indexPosition());
            }
        }
    }
}
