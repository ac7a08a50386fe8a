package secondsite.engine.nbd;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Replies, gathered in one direct buffer and sent together. */
final class Replies implements Closeable {

    private final Transport transport;
    private final RoomyBuffer room = new RoomyBuffer();
    private ByteBuffer buffer = room.current();

    Replies(Transport transport) {
        this.transport = transport;
    }

    /** The buffer, with room for so many bytes from its position on. What is put there is sent with the rest. */
    ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            send();
            makeRoom(bytes);
        }
        return buffer;
    }

    /** How many bytes wait to be sent. */
    int waiting() {
        return buffer.position();
    }

    void send() throws IOException {
        if (buffer.position() > 0) {
            transport.write(buffer.flip());
            buffer.clear();
            makeRoom(0);
        }
    }

    private void makeRoom(int bytes) {
        if (!room.suits(bytes)) {
            room.change(bytes, 0, 0, 0);
            buffer = room.current();
        }
    }

    void simple(long handle, int error) throws IOException {
        room(Nbd.SIMPLE_REPLY_BYTES);
        simpleHeader(buffer, handle, error);
    }

    static void simpleHeader(ByteBuffer into, long handle, int error) {
        into.putInt(Nbd.SIMPLE_REPLY_MAGIC).putInt(error).putLong(handle);
    }

    static void chunkHeader(ByteBuffer into, long handle, int type, boolean last, int length) {
        into.putInt(Nbd.STRUCTURED_REPLY_MAGIC).putShort((short) (last ? Nbd.REPLY_FLAG_DONE : 0));
        into.putShort((short) type).putLong(handle).putInt(length);
    }

    /** A request that has no contents to reply with is done. */
    void doneChunk(long handle) throws IOException {
        chunkHeader(room(Nbd.CHUNK_BYTES), handle, Nbd.REPLY_TYPE_NONE, true, 0);
    }

    void errorChunk(long handle, int error) throws IOException {
        chunkHeader(room(Nbd.CHUNK_BYTES + 6), handle, Nbd.REPLY_TYPE_ERROR, true, 6);
        buffer.putInt(error).putShort((short) 0);
    }

    /** What comes from this offset on could not be read. */
    void errorChunk(long handle, int error, long offset) throws IOException {
        chunkHeader(room(Nbd.CHUNK_BYTES + 14), handle, Nbd.REPLY_TYPE_ERROR_OFFSET, true, 14);
        buffer.putInt(error).putShort((short) 0).putLong(offset);
    }

    @Override
    public void close() {
        room.close();
    }
}
