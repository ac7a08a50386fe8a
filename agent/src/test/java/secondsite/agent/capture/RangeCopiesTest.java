package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import secondsite.agent.tracking.Reads;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.layer.DiskLayer;
import secondsite.engine.segment.Record;

class RangeCopiesTest {

    private static final int SIZE = 8 << 20;

    private int reads;
    private final Disk disk = new DiskLayer(new MemoryDisk(SIZE)) {
        @Override
        public void read(ByteBuffer into, long offset) throws IOException {
            reads++;
            super.read(into, offset);
        }
    };
    private final byte[] content = new byte[SIZE];

    private void fill(Random random) throws IOException {
        random.nextBytes(content);
        disk.write(ByteBuffer.wrap(content), 0);
    }

    private void assertRead(List<Extent> ranges) throws IOException {
        int bytes = (int) ranges.stream().mapToLong(Extent::length).sum();
        RangeCopies copies = RangeCopies.readTogether(Reads.inTurn(disk), ranges, ByteBuffer.allocate(bytes));
        assertThat(copies.bytes()).isEqualTo(bytes);
        for (int i = 0; i < ranges.size(); i++) {
            var copy = (Record.Copy) copies.records().get(i);
            int offset = (int) ranges.get(i).offset();
            assertThat(copy.offset()).isEqualTo(offset);
            assertThat(copy.data()).isEqualTo(ByteBuffer.wrap(content, offset, (int) ranges.get(i).length()));
        }
    }

    @Test
    void whatIsReadTogetherIsWhatTheDiskHolds() throws IOException {
        var random = new Random(3);
        fill(random);
        for (int round = 0; round < 200; round++) {
            var ranges = new ArrayList<Extent>();
            for (int at = random.nextInt(1 << 20); at < SIZE - (300 << 10) && ranges.size() < 100;) {
                int length = 4096 * (1 + random.nextInt(random.nextInt(10) == 0 ? 64 : 3));
                ranges.add(new Extent(at, length, Extent.Kind.DATA));
                at += length + 4096 * random.nextInt(30);
            }
            assertRead(ranges);
        }
    }

    @Test
    void whatIsNearEachOtherIsReadAtOnce() throws IOException {
        fill(new Random(4));
        assertRead(List.of(new Extent(0, 4096, Extent.Kind.DATA), new Extent(20 << 10, 4096, Extent.Kind.DATA),
                new Extent(60 << 10, 8192, Extent.Kind.DATA), new Extent(4 << 20, 4096, Extent.Kind.DATA)));
        assertThat(reads).isEqualTo(2);
    }

    /** The map goes on behind what it gave last, and begins anew at its end. */
    @Test
    void rangesThatBeginAnewAreReadRightAsWell() throws IOException {
        fill(new Random(5));
        assertRead(List.of(new Extent(1 << 20, 4096, Extent.Kind.DATA), new Extent(0, 4096, Extent.Kind.DATA),
                new Extent(8192, 4096, Extent.Kind.DATA)));
    }
}
