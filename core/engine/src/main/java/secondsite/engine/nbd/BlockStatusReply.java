package secondsite.engine.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;

/** Answers the question where a disk holds data; perhaps for the beginning of the range only, as a client must expect. */
final class BlockStatusReply {

    /** Where a disk is cut into many extents, only so much of it is looked at at once. */
    private static final long FIRST_WINDOW = 4 << 20;
    private static final long LARGEST_WINDOW = 1 << 30;
    private static final int FEW = 256;

    private final Disk disk;
    private final Client client;
    private final Replies replies;
    private final int[] lengths = new int[Nbd.EXTENTS_LIMIT];
    private final int[] states = new int[Nbd.EXTENTS_LIMIT];
    private int count;

    BlockStatusReply(Client client, Replies replies) {
        this.client = client;
        this.replies = replies;
        disk = client.export().disk();
    }

    void answer(Request request) throws IOException {
        int error = collect(request, request.has(Nbd.CMD_FLAG_REQ_ONE) ? 1 : Nbd.EXTENTS_LIMIT);
        if (error != 0) {
            replies.errorChunk(request.handle(), error);
            return;
        }
        int length = Integer.BYTES + count * 2 * Integer.BYTES;
        ByteBuffer out = replies.room(Nbd.CHUNK_BYTES + length);
        Replies.chunkHeader(out, request.handle(), Nbd.REPLY_TYPE_BLOCK_STATUS, true, length);
        out.putInt(Nbd.ALLOCATION_CONTEXT);
        for (int i = 0; i < count; i++) {
            out.putInt(lengths[i]).putInt(states[i]);
        }
    }

    private int collect(Request request, int most) {
        count = 0;
        long end = request.offset() + request.length();
        long window = FIRST_WINDOW;
        try {
            for (long at = request.offset(); at < end;) {
                long length = Math.min(window, end - at);
                List<Extent> extents = disk.extents(at, length);
                if (!addAll(extents, most)) {
                    return 0;
                }
                at += length;
                window = extents.size() < FEW ? Math.min(window * 4, LARGEST_WINDOW) : window;
            }
            return 0;
        } catch (IOException | RuntimeException e) {
            return client.failed(request, e);
        }
    }

    /** False when no more may come. */
    private boolean addAll(List<Extent> extents, int most) {
        for (Extent extent : extents) {
            int state = state(extent.kind());
            if (count > 0 && states[count - 1] == state) {
                lengths[count - 1] += (int) extent.length();
            } else if (count == most) {
                return false;
            } else {
                lengths[count] = (int) extent.length();
                states[count++] = state;
            }
        }
        return true;
    }

    private static int state(Extent.Kind kind) {
        return switch (kind) {
            case DATA -> 0;
            case ZERO -> Nbd.STATE_ZERO;
            case HOLE -> Nbd.STATE_HOLE | Nbd.STATE_ZERO;
        };
    }
}
