package secondsite.engine.nbd;

import java.io.EOFException;
import java.io.IOException;
import secondsite.engine.disk.Disk;

/**
 * Serves one client's requests until it takes leave. Whatever has come is handled before the socket is asked for more: writes that
 * follow each other go to the disk as one group, and what was answered meanwhile is sent at once. Replies come in the order of their
 * requests.
 */
final class Transmission {

    /** A disk's work on one request; the reply tells only whether it was done. */
    private interface Work {

        void run() throws IOException;
    }

    private final Disk disk;
    private final Client client;
    private final boolean structured;
    private final boolean allocation;
    private final RequestInput input;
    private final Replies replies;
    private final WriteGroup writes;
    private final ReadReply reads;
    private final BlockStatusReply extents;
    private final Request request = new Request();

    Transmission(Session session, Client client, RequestInput input, Replies replies) {
        this.client = client;
        this.input = input;
        this.replies = replies;
        disk = client.export().disk();
        structured = session.structured();
        allocation = session.allocation();
        writes = new WriteGroup(client, replies);
        reads = new ReadReply(client, replies);
        extents = new BlockStatusReply(client, replies);
    }

    /** Returns when the client has taken leave, or hung up between two requests. */
    void run() throws IOException {
        while (next()) {
            request.parse(input.buffer(), input.at());
            if (request.command() == Nbd.CMD_DISC) {
                settle();
                return;
            }
            if (request.command() == Nbd.CMD_WRITE) {
                write();
            } else {
                writes.finish();
                input.consume(Nbd.REQUEST_BYTES);
                handle();
            }
        }
    }

    private boolean next() throws IOException {
        if (input.holds(Nbd.REQUEST_BYTES)) {
            return true;
        }
        settle();
        return input.await(Nbd.REQUEST_BYTES);
    }

    /** Nothing that was asked stays unanswered while more is awaited. */
    private void settle() throws IOException {
        writes.finish();
        replies.send();
    }

    private void write() throws IOException {
        int error = check(0, Nbd.ENOSPC, true);
        if (error == 0 && request.length() > Nbd.BLOCK_MAXIMUM) {
            error = Nbd.EINVAL;
        }
        if (error != 0 || request.length() == 0) {
            refuseWrite(error);
            return;
        }
        int length = Nbd.REQUEST_BYTES + (int) request.length();
        if (!input.holds(length)) {
            settle();
            if (!input.await(length)) {
                throw new EOFException("the client left in the middle of a write");
            }
        }
        writes.add(request, input.buffer(), input.at() + Nbd.REQUEST_BYTES);
        input.consume(length);
    }

    private void refuseWrite(int error) throws IOException {
        settle();
        input.discard(Nbd.REQUEST_BYTES + request.length());
        replies.simple(request.handle(), error);
    }

    private void handle() throws IOException {
        switch (request.command()) {
            case Nbd.CMD_READ -> read();
            case Nbd.CMD_FLUSH -> flush();
            case Nbd.CMD_TRIM -> change(0, Nbd.EINVAL,
                    () -> disk.trim(request.offset(), request.length()));
            case Nbd.CMD_WRITE_ZEROES -> change(Nbd.CMD_FLAG_NO_HOLE, Nbd.ENOSPC,
                    () -> disk.zero(request.offset(), request.length()));
            case Nbd.CMD_CACHE -> replies.simple(request.handle(), check(0, Nbd.EINVAL, false));
            case Nbd.CMD_BLOCK_STATUS -> blockStatus();
            default -> replies.simple(request.handle(), Nbd.EINVAL);
        }
    }

    private void read() throws IOException {
        int error = check(structured ? Nbd.CMD_FLAG_DF : 0, Nbd.EINVAL, false);
        if (error == 0 && request.length() > Nbd.BLOCK_MAXIMUM) {
            error = Nbd.EINVAL;
        }
        if (error != 0) {
            refuse(error);
        } else if (structured) {
            reads.structured(request);
        } else {
            reads.simple(request);
        }
    }

    /** What was answered goes out first: a flush takes long. */
    private void flush() throws IOException {
        replies.send();
        int error = request.hasOnly(Nbd.CMD_FLAG_FUA) ? run(disk::flush) : Nbd.EINVAL;
        replies.simple(request.handle(), error);
    }

    private void change(int flags, int outside, Work work) throws IOException {
        int error = check(flags, outside, true);
        if (error == 0 && request.length() > 0) {
            error = run(work);
        }
        if (error == 0 && request.has(Nbd.CMD_FLAG_FUA)) {
            replies.send();
            error = run(disk::flush);
        }
        replies.simple(request.handle(), error);
    }

    private int run(Work work) {
        try {
            work.run();
            return 0;
        } catch (IOException | RuntimeException e) {
            return client.failed(request, e);
        }
    }

    private void blockStatus() throws IOException {
        int error = allocation && request.length() > 0 ? check(Nbd.CMD_FLAG_REQ_ONE, Nbd.EINVAL, false) : Nbd.EINVAL;
        if (error != 0) {
            refuse(error);
        } else {
            extents.answer(request);
        }
    }

    private void refuse(int error) throws IOException {
        if (structured) {
            replies.errorChunk(request.handle(), error);
        } else {
            replies.simple(request.handle(), error);
        }
    }

    /** 0, or why a request is refused. FUA may stand everywhere. */
    private int check(int flags, int outside, boolean changes) {
        if (!request.hasOnly(flags | Nbd.CMD_FLAG_FUA)) {
            return Nbd.EINVAL;
        }
        if (changes && disk.readOnly()) {
            return Nbd.EPERM;
        }
        long offset = request.offset();
        return offset < 0 || offset > disk.size() - request.length() ? outside : 0;
    }
}
