package secondsite.engine.nbd;

import java.nio.ByteBuffer;

/** The header of one request. Reused by one thread. */
final class Request {

    private int flags;
    private int command;
    private long handle;
    private long offset;
    private long length;

    void parse(ByteBuffer from, int at) throws ProtocolException {
        if (from.getInt(at) != Nbd.REQUEST_MAGIC) {
            throw new ProtocolException("a request does not begin with its magic");
        }
        flags = from.getShort(at + 4);
        command = Short.toUnsignedInt(from.getShort(at + 6));
        handle = from.getLong(at + 8);
        offset = from.getLong(at + 16);
        length = Integer.toUnsignedLong(from.getInt(at + 24));
    }

    int command() {
        return command;
    }

    /** What the client calls this request; the reply carries the same. */
    long handle() {
        return handle;
    }

    /** Bytes; below zero when the client asks for more than a disk can have. */
    long offset() {
        return offset;
    }

    long length() {
        return length;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    boolean hasOnly(int allowed) {
        return (flags & ~allowed) == 0;
    }

    @Override
    public String toString() {
        return "command " + command + " at " + offset + " of " + length + " bytes";
    }
}
