package secondsite.engine.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers one option. */
final class OptionReplies {

    private static final int HEADER = 20;

    private final Transport transport;
    private final int option;

    OptionReplies(Transport transport, int option) {
        this.transport = transport;
        this.option = option;
    }

    void acknowledge() throws IOException {
        send(Nbd.REP_ACK, ByteBuffer.allocate(0));
    }

    /** The option is refused, the client may go on with others. */
    void refuse(int error, String why) throws IOException {
        send(error, ByteBuffer.wrap(why.getBytes(StandardCharsets.UTF_8)));
    }

    void export(String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        send(Nbd.REP_SERVER, ByteBuffer.allocate(4 + bytes.length).putInt(bytes.length).put(bytes).flip());
    }

    void exportInfo(Export export) throws IOException {
        send(Nbd.REP_INFO, ByteBuffer.allocate(12).putShort((short) Nbd.INFO_EXPORT).putLong(export.disk().size())
                .putShort((short) export.flags()).flip());
    }

    void nameInfo(Export export) throws IOException {
        byte[] bytes = export.name().getBytes(StandardCharsets.UTF_8);
        send(Nbd.REP_INFO, ByteBuffer.allocate(2 + bytes.length).putShort((short) Nbd.INFO_NAME).put(bytes).flip());
    }

    void blockSizeInfo() throws IOException {
        send(Nbd.REP_INFO, ByteBuffer.allocate(14).putShort((short) Nbd.INFO_BLOCK_SIZE).putInt(Nbd.BLOCK_MINIMUM)
                .putInt(Nbd.BLOCK_PREFERRED).putInt(Nbd.BLOCK_MAXIMUM).flip());
    }

    void allocationContext(int id) throws IOException {
        byte[] bytes = Nbd.ALLOCATION.getBytes(StandardCharsets.US_ASCII);
        send(Nbd.REP_META_CONTEXT, ByteBuffer.allocate(4 + bytes.length).putInt(id).put(bytes).flip());
    }

    private void send(int type, ByteBuffer data) throws IOException {
        ByteBuffer reply = ByteBuffer.allocate(HEADER + data.remaining());
        reply.putLong(Nbd.OPTION_REPLY_MAGIC).putInt(option).putInt(type).putInt(data.remaining()).put(data);
        transport.write(reply.flip());
    }
}
