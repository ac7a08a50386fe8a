package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.engine.nbd.RawClient.BLOCK_STATUS;
import static secondsite.engine.nbd.RawClient.CACHE;
import static secondsite.engine.nbd.RawClient.DISC;
import static secondsite.engine.nbd.RawClient.FLUSH;
import static secondsite.engine.nbd.RawClient.FUA;
import static secondsite.engine.nbd.RawClient.READ;
import static secondsite.engine.nbd.RawClient.TRIM;
import static secondsite.engine.nbd.RawClient.WRITE;
import static secondsite.engine.nbd.RawClient.WRITE_ZEROES;
import static secondsite.engine.nbd.RawClient.request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.FaultyDisk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.NoSpaceException;
import secondsite.engine.layer.ReadOnlyDisk;

@Timeout(60)
class TransmissionTest {

    private static final int SIZE = 80 << 20;
    private static final int EPERM = 1;
    private static final int EIO = 5;
    private static final int EINVAL = 22;
    private static final int ENOSPC = 28;

    private RecordingDisk disk;
    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        disk = new RecordingDisk(new MemoryDisk(SIZE));
        server = TestServer.of(disk);
        client = server.open(false);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void writesThatComeTogetherReachTheDiskAsOneGroup() throws IOException {
        ByteBuffer all = ByteBuffer.allocate(100_000);
        byte[][] payloads = new byte[20][];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = random(i, 100 + i);
            all.put(request(0, WRITE, i, i * 1000L, payloads[i].length, payloads[i]));
        }
        all.put(request(0, FLUSH, 20, 0, 0));
        client.send(all.flip());
        for (int i = 0; i <= 20; i++) {
            assertThat(client.simpleReply(i)).isZero();
        }
        assertThat(disk.calls()).containsExactly("write 20", "flush");
        for (int i = 0; i < payloads.length; i++) {
            assertThat(client.read(i * 1000L, payloads[i].length)).isEqualTo(payloads[i]);
        }
    }

    @Test
    void otherRequestsSeeTheWritesBeforeThem() throws IOException {
        client.send(request(0, WRITE, 1, 50, 4, random(1, 4)), request(0, READ, 2, 50, 4),
                request(0, WRITE, 3, 50, 4, random(2, 4)), request(0, READ, 4, 48, 8));
        assertThat(client.simpleReply(1)).isZero();
        assertThat(client.simpleReply(2)).isZero();
        assertThat(client.receive(4)).isEqualTo(ByteBuffer.wrap(random(1, 4)));
        assertThat(client.simpleReply(3)).isZero();
        assertThat(client.simpleReply(4)).isZero();
        assertThat(client.receive(8)).isEqualTo(ByteBuffer.allocate(8).put(2, random(2, 4)));
    }

    @Test
    void aWriteWithFuaIsFlushedBeforeItIsAnswered() throws IOException {
        assertThat(client.ask(FUA, WRITE, 0, 10, new byte[10])).isZero();
        assertThat(disk.calls()).containsExactly("write 1", "flush");
        assertThat(client.ask(FUA, TRIM, 0, 10)).isZero();
        assertThat(client.ask(FUA, WRITE_ZEROES, 0, 10)).isZero();
        assertThat(disk.calls()).endsWith("trim", "flush", "zero", "flush");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4096, 1 << 20, (2 << 20) - 28, (2 << 20) + 1, 32 << 20})
    void movesPiecesOfAnySize(int length) throws IOException {
        byte[] data = random(length, length);
        for (int i = 0; i < 3; i++) {
            assertThat(client.ask(0, WRITE, 100 + i, length, data)).isZero();
        }
        assertThat(client.read(102, length)).isEqualTo(data);
        assertThat(client.ask(0, WRITE, 0, 2, new byte[]{1, 2})).isZero();
        assertThat(client.read(0, 2)).containsExactly(1, 2);
    }

    @Test
    void aLongStreamOfRequestsOfAllSizesEqualsItsModel() throws Exception {
        byte[] model = new byte[4 << 20];
        Random random = new Random(7);
        List<ByteBuffer> requests = new ArrayList<>();
        int count = 600;
        for (int i = 0; i < count; i++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(2_500_000) : random.nextInt(9000);
            int at = random.nextInt(model.length - length);
            byte[] data = random(i, length);
            System.arraycopy(data, 0, model, at, length);
            requests.add(request(0, WRITE, i, at, length, data));
        }
        Thread sender = Thread.ofVirtual().start(() -> sendAll(requests));
        for (int i = 0; i < count; i++) {
            assertThat(client.simpleReply(i)).isZero();
        }
        sender.join();
        for (int at = 0; at < model.length; at += 1 << 20) {
            assertThat(Arrays.mismatch(client.read(at, 1 << 20), Arrays.copyOfRange(model, at, at + (1 << 20))))
                    .isEqualTo(-1);
        }
    }

    private void sendAll(List<ByteBuffer> requests) {
        try {
            for (ByteBuffer request : requests) {
                client.send(request);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void refusesWhatIsOutsideAndGoesOn() throws IOException {
        assertThat(client.ask(0, READ, SIZE, 1)).isEqualTo(EINVAL);
        assertThat(client.ask(0, READ, -1, 1)).isEqualTo(EINVAL);
        assertThat(client.ask(0, READ, Long.MAX_VALUE, -1)).isEqualTo(EINVAL);
        assertThat(client.ask(0, READ, 0, (32 << 20) + 1)).isEqualTo(EINVAL);
        assertThat(client.ask(0, WRITE, SIZE - 1, 2, new byte[2])).isEqualTo(ENOSPC);
        assertThat(client.ask(0, WRITE, 0, (32 << 20) + 1, new byte[(32 << 20) + 1])).isEqualTo(EINVAL);
        assertThat(client.ask(0, TRIM, 1, SIZE)).isEqualTo(EINVAL);
        assertThat(client.ask(0, WRITE_ZEROES, 1, -1)).isEqualTo(ENOSPC);
        assertThat(client.ask(0, CACHE, SIZE, 1)).isEqualTo(EINVAL);
        assertThat(client.ask(0, BLOCK_STATUS, 0, 1)).as("without the context").isEqualTo(EINVAL);
        assertThat(client.ask(0, 99, 0, 0)).isEqualTo(EINVAL);
        assertThat(client.ask(1 << 4, WRITE_ZEROES, 0, 1)).as("fast zero").isEqualTo(EINVAL);
        assertThat(client.ask(4, READ, 0, 1)).as("DF without structured replies").isEqualTo(EINVAL);
        assertThat(client.ask(2, WRITE, 0, 1, (byte) 1)).isEqualTo(EINVAL);
        assertThat(client.ask(2, FLUSH, 0, 0)).isEqualTo(EINVAL);
        assertThat(disk.calls()).isEmpty();
        assertThat(client.ask(0, CACHE, 0, SIZE)).isZero();
        assertThat(client.ask(2, WRITE_ZEROES, 0, SIZE)).isZero();
        assertThat(client.read(SIZE - 1, 1)).containsExactly(0);
    }

    @Test
    void aRefusedWriteBetweenOthersSpoilsNone() throws IOException {
        client.send(request(0, WRITE, 1, 0, 3, random(1, 3)), request(0, WRITE, 2, SIZE, 5, random(2, 5)),
                request(0, WRITE, 3, 3, 0), request(0, WRITE, 4, 3, 3, random(3, 3)));
        assertThat(client.simpleReply(1)).isZero();
        assertThat(client.simpleReply(2)).isEqualTo(ENOSPC);
        assertThat(client.simpleReply(3)).isZero();
        assertThat(client.simpleReply(4)).isZero();
        assertThat(client.read(0, 6)).isEqualTo(ByteBuffer.allocate(6).put(random(1, 3)).put(random(3, 3)).array());
    }

    @Test
    void failuresOfTheDiskAreToldToTheClient() throws Exception {
        assertThat(errors(new FaultyDisk(disk, n -> true, () -> new IOException("broken")))).containsOnly(EIO);
        server.awaitEvent("failed a group of 1 writes from 0: broken");
        assertThat(errors(new FaultyDisk(disk, n -> true, () -> new NoSpaceException("there", "full"))))
                .containsOnly(ENOSPC);
        assertThat(errors(new ReadOnlyDisk(disk))).containsOnly(EPERM);
        assertThat(disk.calls()).isEmpty();
    }

    private List<Integer> errors(Disk failing) throws IOException {
        server.exports.remove("");
        server.exports.add("", failing);
        try (RawClient other = server.open(false)) {
            return List.of(other.ask(0, WRITE, 0, 10, new byte[10]), other.ask(FUA, WRITE, 0, 10, new byte[10]),
                    other.ask(0, TRIM, 0, 10), other.ask(0, WRITE_ZEROES, 0, 10));
        }
    }

    @Test
    void aFailedFlushFailsOnlyWhatAskedForIt() throws IOException {
        server.exports.remove("");
        server.exports.add("", new FaultyDisk(disk, n -> n == 2 || n == 4, () -> new IOException("broken")));
        try (RawClient other = server.open(false)) {
            other.send(ByteBuffer.allocate(100).put(request(0, WRITE, 1, 0, 1, (byte) 1))
                    .put(request(FUA, WRITE, 2, 1, 1, (byte) 2)).flip());
            assertThat(other.simpleReply(1)).isZero();
            assertThat(other.simpleReply(2)).isEqualTo(EIO);
            assertThat(other.ask(0, FLUSH, 0, 0)).isZero();
            assertThat(other.ask(0, READ, 0, 2)).isEqualTo(EIO);
            assertThat(other.read(0, 2)).containsExactly(1, 2);
        }
    }

    @Test
    void whatWasAskedBeforeTheLeaveIsDone() throws Exception {
        client.send(ByteBuffer.allocate(100).put(request(0, WRITE, 1, 0, 3, random(1, 3)))
                .put(request(0, DISC, 2, 0, 0)).flip());
        assertThat(client.simpleReply(1)).isZero();
        assertThat(client.hungUp()).isTrue();
        server.awaitEvent("closed");
        assertThat(server.events).containsExactly("opened ", "closed ");
        assertThat(disk.calls()).containsExactly("write 1");
    }

    @Test
    void aClientThatLeavesInTheMiddleLosesOnlyItsOwnConnection() throws Exception {
        client.send(request(0, WRITE, 1, 0, 1000, new byte[500]));
        client.close();
        server.awaitEvent("closed : the client left in the middle");
        try (RawClient other = server.open(false)) {
            other.send(request(0, WRITE, 1, 0, 0).limit(10));
        }
        try (RawClient other = server.open(false)) {
            other.send(request(0, WRITE, 1, 0, 100).putInt(0, 0x12345678));
            assertThat(other.hungUp()).isTrue();
        }
        server.awaitEvent("closed : a request does not begin with its magic");
        try (RawClient other = server.open(false)) {
            assertThat(other.read(0, 1)).containsExactly(0);
        }
        assertThat(disk.calls()).containsExactly("read");
    }

    private static byte[] random(long seed, int length) {
        byte[] data = new byte[length];
        new Random(seed).nextBytes(data);
        return data;
    }
}
