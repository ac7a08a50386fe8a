package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.engine.nbd.RawClient.BLOCK_STATUS;
import static secondsite.engine.nbd.RawClient.FUA;
import static secondsite.engine.nbd.RawClient.READ;
import static secondsite.engine.nbd.RawClient.WRITE;
import static secondsite.engine.nbd.RawClient.request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.engine.disk.FaultyDisk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.nbd.RawClient.Chunk;

@Timeout(120)
class StructuredReplyTest {

    private static final int SIZE = 64 << 20;
    private static final int DF = 4;
    private static final int REQ_ONE = 8;
    private static final int OFFSET_DATA = 1;
    private static final int OFFSET_HOLE = 2;
    private static final int ERROR = 0x8001;
    private static final int ERROR_OFFSET = 0x8002;

    private final MemoryDisk disk = new MemoryDisk(SIZE);
    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.of(disk);
        client = server.open(true);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void zerosTravelAsHoles() throws IOException {
        byte[] data = random(100_000);
        disk.write(ByteBuffer.wrap(data), 1 << 20);
        List<Chunk> chunks = ask(0, READ, 0, 3 << 20);
        assertThat(chunks).extracting(Chunk::type).contains(OFFSET_DATA, OFFSET_HOLE).doesNotContain(ERROR);
        assertThat(chunks.stream().mapToInt(chunk -> chunk.data().capacity()).sum()).isLessThan(600_000);
        assertThat(contents(chunks, 0, 3 << 20)).isEqualTo(expected(0, 3 << 20));
    }

    @Test
    void aByteThatIsNotZeroIsNeverLost() throws IOException {
        for (int at : new int[]{0, 1, 4095, 4096, 262_143, 262_144, 999_999}) {
            disk.write(ByteBuffer.wrap(new byte[]{1}), at);
            assertThat(contents(ask(0, READ, 0, 1_000_000), 0, 1_000_000)).isEqualTo(expected(0, 1_000_000));
            disk.zero(at, 1);
        }
    }

    @Test
    void aReadThatMustNotBeCutIsOneChunk() throws IOException {
        disk.write(ByteBuffer.wrap(random(3 << 20)), 0);
        List<Chunk> chunks = ask(DF, READ, 5, 3 << 20);
        assertThat(chunks).hasSize(1);
        assertThat(contents(chunks, 5, 3 << 20)).isEqualTo(expected(5, 3 << 20));
        assertThat(contents(ask(DF, READ, 0, 32 << 20), 0, 32 << 20)).isEqualTo(expected(0, 32 << 20));
        assertThat(contents(ask(0, READ, 1, 32 << 20), 1, 32 << 20)).isEqualTo(expected(1, 32 << 20));
    }

    @Test
    void anEmptyReadIsAnswered() throws IOException {
        assertThat(ask(0, READ, 100, 0)).extracting(Chunk::type).containsExactly(0);
    }

    @Test
    void errorsOfReadsAreChunks() throws IOException {
        List<Chunk> chunks = ask(0, READ, SIZE, 1);
        assertThat(chunks).extracting(Chunk::type).containsExactly(ERROR);
        assertThat(chunks.getFirst().data().getInt()).isEqualTo(22);
        client.send(request(FUA, WRITE, 3, SIZE, 1, (byte) 1));
        assertThat(client.simpleReply(3)).isEqualTo(28);
    }

    @Test
    void aReadThatFailsHalfwayTellsFromWhere() throws IOException {
        disk.write(ByteBuffer.wrap(random(1 << 20)), 0);
        server.exports.remove("");
        server.exports.add("", FaultyDisk.failingCall(disk, 3));
        try (RawClient other = server.open(true)) {
            other.send(request(0, READ, 1, 0, 1 << 20));
            List<Chunk> chunks = other.chunks(1);
            assertThat(chunks).extracting(Chunk::type).containsExactly(OFFSET_DATA, OFFSET_DATA, ERROR_OFFSET);
            ByteBuffer error = chunks.getLast().data();
            assertThat(error.getInt()).isEqualTo(5);
            assertThat(error.getLong(6)).isEqualTo(2 * 131_072);
            other.send(request(0, READ, 2, 0, 1 << 20));
            assertThat(contents(other.chunks(2), 0, 1 << 20)).isEqualTo(expected(0, 1 << 20));
        }
    }

    @Test
    void tellsWhereDataIs() throws IOException {
        disk.write(ByteBuffer.wrap(random(65_536)), 10 << 20);
        assertThat(extents(0, 0, SIZE)).containsExactly(10 << 20, 3, 65_536, 0, SIZE - (10 << 20) - 65_536, 3);
        assertThat(extents(0, (10 << 20) + 5, 10)).containsExactly(10, 0);
        assertThat(extents(REQ_ONE, 5, SIZE - 5)).containsExactly((10 << 20) - 5, 3);
        assertThat(extents(REQ_ONE, 10 << 20, SIZE - (10 << 20))).containsExactly(65_536, 0);
        assertThat(ask(0, BLOCK_STATUS, 0, 0)).extracting(Chunk::type).containsExactly(ERROR);
        assertThat(ask(0, BLOCK_STATUS, 1, SIZE)).extracting(Chunk::type).containsExactly(ERROR);
    }

    @Test
    void aDiskThatIsCutUpIsToldInPieces() throws IOException {
        MemoryDisk large = new MemoryDisk(8L << 30);
        for (long at = 0; at < large.size(); at += 1 << 20) {
            large.write(ByteBuffer.wrap(new byte[]{1}), at);
        }
        server.exports.add("large", large);
        try (RawClient other = server.connect()) {
            other.greet();
            other.open("large", true);
            long at = 0;
            int replies = 0;
            while (at < large.size()) {
                other.send(request(0, BLOCK_STATUS, at, at, (int) Math.min(large.size() - at, 0xffff_ffffL)));
                ByteBuffer data = other.chunks(at).getFirst().data().position(4);
                while (data.hasRemaining()) {
                    int length = data.getInt();
                    assertThat(data.getInt()).isEqualTo(at % (1 << 20) == 0 ? 0 : 3);
                    assertThat(length).isEqualTo(at % (1 << 20) == 0 ? 65_536 : (1 << 20) - 65_536);
                    at += length;
                }
                replies++;
            }
            assertThat(replies).isEqualTo(8);
        }
    }

    private List<Integer> extents(int flags, long offset, int length) throws IOException {
        List<Chunk> chunks = ask(flags, BLOCK_STATUS, offset, length);
        assertThat(chunks).extracting(Chunk::type).containsExactly(5);
        ByteBuffer data = chunks.getFirst().data();
        assertThat(data.getInt()).as("the context agreed on").isEqualTo(1);
        return IntStream.generate(data::getInt).limit(data.remaining() / 4).boxed().toList();
    }

    private List<Chunk> ask(int flags, int command, long offset, int length) throws IOException {
        client.send(request(flags, command, 42, offset, length));
        return client.chunks(42);
    }

    private static ByteBuffer contents(List<Chunk> chunks, long offset, int length) {
        ByteBuffer all = ByteBuffer.allocate(length);
        int covered = 0;
        for (Chunk chunk : chunks) {
            ByteBuffer data = chunk.data();
            int at = (int) (data.getLong() - offset);
            int bytes = chunk.type() == OFFSET_HOLE ? data.getInt() : data.remaining();
            if (chunk.type() == OFFSET_DATA) {
                all.put(at, data, data.position(), bytes);
            }
            covered += bytes;
        }
        assertThat(covered).isEqualTo(length);
        return all;
    }

    private ByteBuffer expected(long offset, int length) {
        ByteBuffer all = ByteBuffer.allocate(length);
        disk.read(all, offset);
        return all.flip();
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }
}
