package secondsite.engine.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import secondsite.engine.disk.Disk;

/** Answers reads: the disk fills the buffer that is sent. */
final class ReadReply {

    /** Sent on while the next piece is read; small enough for a socket to take it at once, and to stay in a processor's cache. */
    private static final int PIECE = 128 << 10;
    private static final int WORTH_A_HOLE = 4096;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(PIECE).asReadOnlyBuffer();

    private final Disk disk;
    private final Client client;
    private final Replies replies;

    ReadReply(Client client, Replies replies) {
        this.client = client;
        this.replies = replies;
        disk = client.export().disk();
    }

    /** One reply with all of it. */
    void simple(Request request) throws IOException {
        int length = (int) request.length();
        ByteBuffer out = replies.room(Nbd.SIMPLE_REPLY_BYTES + length);
        int start = out.position();
        Replies.simpleHeader(out, request.handle(), 0);
        int error = read(out, request, request.offset(), length);
        if (error != 0) {
            out.position(start);
            replies.simple(request.handle(), error);
        }
    }

    /** Chunks of data, and of holes where there are only zeros. */
    void structured(Request request) throws IOException {
        long end = request.offset() + request.length();
        boolean whole = request.has(Nbd.CMD_FLAG_DF);
        if (request.length() == 0) {
            replies.doneChunk(request.handle());
        }
        for (long at = request.offset(); at < end;) {
            int length = (int) (whole ? end - at : Math.min(end - at, PIECE));
            if (!piece(request, at, length, at + length == end)) {
                return;
            }
            at += length;
            if (replies.waiting() >= PIECE) {
                replies.send();
            }
        }
    }

    /** False when it could not be read, of which the client is told. */
    private boolean piece(Request request, long offset, int length, boolean last) throws IOException {
        ByteBuffer out = replies.room(Nbd.CHUNK_BYTES + Long.BYTES + length);
        int start = out.position();
        Replies.chunkHeader(out, request.handle(), Nbd.REPLY_TYPE_OFFSET_DATA, last, Long.BYTES + length);
        out.putLong(offset);
        int data = out.position();
        int error = read(out, request, offset, length);
        if (error != 0) {
            out.position(start);
            replies.errorChunk(request.handle(), error, offset);
            return false;
        }
        if (allZeros(out, data, length)) {
            out.position(start);
            Replies.chunkHeader(out, request.handle(), Nbd.REPLY_TYPE_OFFSET_HOLE, last, Long.BYTES + Integer.BYTES);
            out.putLong(offset).putInt(length);
        }
        return true;
    }

    private int read(ByteBuffer out, Request request, long offset, int length) {
        out.limit(out.position() + length);
        try {
            disk.read(out, offset);
            return 0;
        } catch (IOException | RuntimeException e) {
            return client.failed(request, e);
        } finally {
            out.limit(out.capacity());
        }
    }

    private static boolean allZeros(ByteBuffer out, int at, int length) {
        return length >= WORTH_A_HOLE && length <= PIECE && out.getLong(at) == 0
                && out.slice(at, length).mismatch(ZEROS.slice(0, length)) < 0;
    }
}
