package secondsite.engine.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Writes;

/** Writes that came one behind the other: they go to the disk as one group, and are then answered. */
final class WriteGroup {

    private final Disk disk;
    private final Client client;
    private final Replies replies;
    private final Writes writes = new Writes();
    /** The disk may write over the headers in which the handles are. */
    private long[] handles = new long[64];
    private boolean[] durable = new boolean[64];
    private boolean anyDurable;
    private int count;

    WriteGroup(Client client, Replies replies) {
        this.client = client;
        this.replies = replies;
        disk = client.export().disk();
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Adds a write whose payload is in the buffer, directly behind its header, which follows the payload before. */
    void add(Request request, ByteBuffer buffer, int position) {
        if (count == 0) {
            writes.begin(buffer.duplicate());
            anyDurable = false;
        }
        writes.add(request.offset(), position, (int) request.length());
        if (count == handles.length) {
            handles = Arrays.copyOf(handles, count * 2);
            durable = Arrays.copyOf(durable, count * 2);
        }
        handles[count] = request.handle();
        durable[count] = request.has(Nbd.CMD_FLAG_FUA);
        anyDurable |= durable[count++];
    }

    /** The disk takes all of the group and each write is answered; those that ask for it once they are durable. */
    void finish() throws IOException {
        if (count == 0) {
            return;
        }
        int error = write();
        int durableError = anyDurable && error == 0 ? flush() : error;
        for (int i = 0; i < count; i++) {
            replies.simple(handles[i], durable[i] ? durableError : error);
        }
        count = 0;
    }

    private int write() {
        try {
            disk.write(writes);
            return 0;
        } catch (IOException | RuntimeException e) {
            return client.failed("a group of " + count + " writes from " + writes.offset(0), e);
        }
    }

    private int flush() {
        try {
            disk.flush();
            return 0;
        } catch (IOException | RuntimeException e) {
            return client.failed("flush after a write", e);
        }
    }
}
