package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.layer.ReadOnlyDisk;
import secondsite.engine.nbd.RawClient.OptionReply;

@Timeout(120)
class HandshakeTest {

    private static final int ACK = 1;
    private static final int UNSUPPORTED = 0x80000001;
    private static final int POLICY = 0x80000002;
    private static final int INVALID = 0x80000003;
    private static final int UNKNOWN = 0x80000006;
    private static final int TOO_BIG = 0x80000009;

    private TestServer server;
    private RawClient client;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.of(new MemoryDisk(5000));
        server.exports.add("zwölf", new ReadOnlyDisk(new MemoryDisk(12)));
        client = server.connect();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void tellsSizeFlagsAndBlockSizes() throws IOException {
        client.greet();
        List<OptionReply> replies = client.option(6, RawClient.exportInfo(""));
        assertThat(replies).extracting(OptionReply::type).containsExactly(3, 3, ACK);
        assertThat(replies.get(0).data())
                .isEqualTo(ByteBuffer.allocate(12).putShort((short) 0).putLong(5000).putShort((short) 0b101_1110_1101)
                        .flip());
        assertThat(replies.get(1).data()).isEqualTo(
                ByteBuffer.allocate(14).putShort((short) 3).putInt(1).putInt(4096).putInt(32 << 20).flip());
    }

    @Test
    void aReadOnlyDiskOffersNoWrites() throws IOException {
        client.greet();
        ByteBuffer info = client.option(6, RawClient.exportInfo("zwölf")).getFirst().data();
        assertThat(info.getLong(2)).isEqualTo(12);
        assertThat(info.getShort(10)).isEqualTo((short) 0b101_1000_0111);
    }

    @Test
    void tellsTheNameWhenAskedForIt() throws IOException {
        client.greet();
        byte[] name = "zwölf".getBytes(StandardCharsets.UTF_8);
        byte[] data = ByteBuffer.allocate(12 + name.length).putInt(name.length).put(name).putShort((short) 3)
                .putShort((short) 1).putShort((short) 3).putShort((short) 99).array();
        List<OptionReply> replies = client.option(7, data);
        assertThat(replies.get(1).data())
                .isEqualTo(ByteBuffer.allocate(2 + name.length).putShort((short) 1).put(name).flip());
        assertThat(client.ask(0, RawClient.FLUSH, 0, 0)).isZero();
    }

    @Test
    void listsItsExports() throws IOException {
        client.greet();
        List<OptionReply> replies = client.option(3);
        assertThat(replies).extracting(OptionReply::type).containsExactly(2, 2, ACK);
        assertThat(replies.get(0).data()).isEqualTo(ByteBuffer.allocate(4));
        byte[] name = "zwölf".getBytes(StandardCharsets.UTF_8);
        assertThat(replies.get(1).data())
                .isEqualTo(ByteBuffer.allocate(4 + name.length).putInt(name.length).put(name).flip());
    }

    @Test
    void theOldWayToChooseWorksWithAndWithoutZeros() throws IOException {
        for (int flags : new int[]{1, 3}) {
            try (RawClient old = server.connect()) {
                old.greet(flags);
                old.sendOption(1);
                ByteBuffer answer = old.receive(flags == 3 ? 10 : 134);
                assertThat(answer.getLong()).isEqualTo(5000);
                assertThat(old.read(0, 10)).isEqualTo(new byte[10]);
            }
        }
    }

    @Test
    void theOldWayWithAnUnknownNameCostsTheConnection() throws Exception {
        client.greet();
        client.sendOption(1, "nothing".getBytes(StandardCharsets.UTF_8));
        assertThat(client.hungUp()).isTrue();
        server.awaitEvent("refused: there is no export 'nothing'");
    }

    @Test
    void whatIsRefusedChangesNothing() throws IOException {
        client.greet();
        assertThat(client.outcome(4)).as("peek").isEqualTo(UNSUPPORTED);
        assertThat(client.outcome(11)).as("extended headers").isEqualTo(UNSUPPORTED);
        assertThat(client.outcome(0x7fffffff, new byte[5000])).isEqualTo(UNSUPPORTED);
        assertThat(client.outcome(5)).as("TLS").isEqualTo(POLICY);
        assertThat(client.outcome(3, (byte) 1)).as("list with data").isEqualTo(INVALID);
        assertThat(client.outcome(8, (byte) 1)).isEqualTo(INVALID);
        assertThat(client.outcome(7, RawClient.exportInfo("nothing"))).isEqualTo(UNKNOWN);
        assertThat(client.outcome(7, new byte[3])).isEqualTo(INVALID);
        assertThat(client.outcome(7, ByteBuffer.allocate(6).putInt(-1).array())).isEqualTo(INVALID);
        assertThat(client.outcome(7, ByteBuffer.allocate(6).putInt(100).array())).isEqualTo(INVALID);
        assertThat(client.outcome(6, ByteBuffer.allocate(6).putShort(4, (short) 5).array())).isEqualTo(INVALID);
        assertThat(client.outcome(6, RawClient.exportInfo("x".repeat(4097)))).isEqualTo(INVALID);
        assertThat(client.outcome(6, new byte[]{0, 0, 0, 1, (byte) 0xff, 0, 0})).as("no UTF-8").isEqualTo(INVALID);
        assertThat(client.outcome(6, new byte[16385])).isEqualTo(TOO_BIG);
        assertThat(client.outcome(7, RawClient.exportInfo(""))).isEqualTo(ACK);
        assertThat(client.ask(0, RawClient.FLUSH, 0, 0)).isZero();
    }

    @Test
    void contextsNeedStructuredReplies() throws IOException {
        client.greet();
        byte[] wanted = RawClient.contexts("", "base:allocation", "qemu:dirty-bitmap:x");
        assertThat(client.outcome(10, wanted)).isEqualTo(INVALID);
        assertThat(client.outcome(8)).isEqualTo(ACK);
        List<OptionReply> replies = client.option(10, wanted);
        assertThat(replies).extracting(OptionReply::type).containsExactly(4, ACK);
        assertThat(StandardCharsets.UTF_8.decode(replies.getFirst().data().position(4)).toString())
                .isEqualTo("base:allocation");
        assertThat(client.outcome(10, RawClient.contexts("nothing", "base:allocation"))).isEqualTo(UNKNOWN);
        assertThat(client.option(10, RawClient.contexts("", "other:"))).hasSize(1);
    }

    @Test
    void listsContextsForWhoAsks() throws IOException {
        client.greet();
        assertThat(client.option(9, RawClient.contexts(""))).hasSize(2);
        assertThat(client.option(9, RawClient.contexts("", "base:"))).hasSize(2);
        assertThat(client.option(9, RawClient.contexts("", "base:allocation", "x:"))).hasSize(2);
        assertThat(client.option(9, RawClient.contexts("", "x:"))).hasSize(1);
        assertThat(client.outcome(9, RawClient.contexts("nothing"))).isEqualTo(UNKNOWN);
        byte[] hugeCount = ByteBuffer.allocate(8).putInt(4, 0x7fffffff).array();
        assertThat(client.outcome(9, hugeCount)).isEqualTo(INVALID);
    }

    @Test
    void aContextAgreedOnForAnotherExportDoesNotCount() throws IOException {
        client.greet();
        assertThat(client.outcome(8)).isEqualTo(ACK);
        assertThat(client.outcome(10, RawClient.contexts("zwölf", "base:allocation"))).isEqualTo(ACK);
        assertThat(client.outcome(7, RawClient.exportInfo(""))).isEqualTo(ACK);
        client.send(RawClient.request(0, RawClient.BLOCK_STATUS, 5, 0, 100));
        assertThat(client.chunks(5).getFirst().type()).isEqualTo(0x8001);
    }

    @Test
    void aClientMayTakeLeave() throws Exception {
        client.greet();
        assertThat(client.outcome(2)).isEqualTo(ACK);
        assertThat(client.hungUp()).isTrue();
        server.awaitEvent("refused");
        assertThat(server.events).containsExactly("refused");
    }

    @Test
    void whoDoesNotSpeakTheProtocolIsHungUpOn() throws IOException {
        client.receive(18);
        client.send(ByteBuffer.allocate(4).putInt(0x80).flip());
        assertThat(client.hungUp()).as("unknown flags").isTrue();
        try (RawClient other = server.connect()) {
            other.greet();
            other.send(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: example\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
            assertThat(other.hungUp()).as("no magic").isTrue();
        }
    }

    @Test
    void requestsMayComeTogetherWithTheChoice() throws IOException {
        client.receive(18);
        byte[] go = RawClient.exportInfo("");
        ByteBuffer all = ByteBuffer.allocate(300).putInt(3).putLong(0x49484156454f5054L).putInt(7).putInt(go.length)
                .put(go).put(RawClient.request(0, RawClient.WRITE, 1, 7, 3, (byte) 1, (byte) 2, (byte) 3))
                .put(RawClient.request(0, RawClient.READ, 2, 7, 3)).flip();
        client.send(all);
        assertThat(client.optionReply().type()).isEqualTo(3);
        assertThat(client.optionReply().type()).isEqualTo(3);
        assertThat(client.optionReply().type()).isEqualTo(ACK);
        assertThat(client.simpleReply(1)).isZero();
        assertThat(client.simpleReply(2)).isZero();
        assertThat(client.receive(3)).isEqualTo(ByteBuffer.wrap(new byte[]{1, 2, 3}));
    }
}
