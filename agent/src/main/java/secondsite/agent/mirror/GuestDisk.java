package secondsite.agent.mirror;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Extent;
import secondsite.engine.nbd.RemoteDisk;

/**
 * A guest's disk: read from its QEMU, and told of writes that QEMU has made on it already. QEMU serves it only while it is read. What is read may
 * hold writes that were not told yet, as QEMU makes them first; never fewer than were told.
 */
public final class GuestDisk implements Disk {

    /** Looks without a reading after which QEMU need not serve it any more. */
    private static final int IDLE_LOOKS = 20;

    /** How QEMU is brought to serve it. */
    interface Serving {
        RemoteDisk begin() throws IOException;
    }

    /** How it is told that nobody reads any more. */
    interface Ending {
        void end(RemoteDisk served) throws IOException;
    }

    private final Serving serving;
    private final Ending ending;
    private final long size;
    private final String name;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private RemoteDisk served;
    private int readers;
    private int idle;

    GuestDisk(Serving serving, Ending ending, long size, String name) {
        this.serving = serving;
        this.ending = ending;
        this.size = size;
        this.name = name;
    }

    private synchronized RemoteDisk take() throws IOException {
        if (served == null) {
            RemoteDisk begun = serving.begin();
            if (begun.size() != size) {
                ending.end(begun);
                throw new ResizedException(this + " has " + begun.size() + " bytes, not " + size + " as before");
            }
            served = begun;
        }
        readers++;
        idle = 0;
        return served;
    }

    private synchronized void giveBack(RemoteDisk disk, boolean fine) throws IOException {
        readers--;
        if (!fine && disk == served) {
            forget();
        }
    }

    private interface Use<T> {
        T of(RemoteDisk disk) throws IOException;
    }

    private <T> T with(Use<T> use) throws IOException {
        RemoteDisk disk = take();
        boolean fine = false;
        try {
            T result = use.of(disk);
            fine = true;
            return result;
        } finally {
            giveBack(disk, fine);
        }
    }

    /** QEMU stops serving it when nobody has read for a while; to be called now and then. */
    public synchronized void look() throws IOException {
        if (served != null && readers == 0 && ++idle > IDLE_LOOKS) {
            leave();
        }
    }

    /** QEMU may be another one now, or none: whoever reads next asks it anew. */
    public synchronized void forget() throws IOException {
        RemoteDisk last = served;
        served = null;
        if (last != null) {
            last.close();
        }
    }

    private void leave() throws IOException {
        RemoteDisk last = served;
        served = null;
        if (last != null) {
            ending.end(last);
        }
    }

    /** What passes in these ranges from now on, until it is closed. */
    public Follower follow(List<Extent> ranges) {
        var follower = new Follower(ranges, followers::remove);
        followers.add(follower);
        return follower;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean readOnly() {
        return false;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        Disk.checkRange(this, offset, into.remaining());
        with(disk -> {
            disk.read(into, offset);
            return null;
        });
    }

    @Override
    public List<Extent> extents(long offset, long length) throws IOException {
        Disk.checkRange(this, offset, length);
        return with(disk -> disk.extents(offset, length));
    }

    @Override
    public void write(ByteBuffer from, long offset) {
        Disk.checkRange(this, offset, from.remaining());
        followers.forEach(each -> each.written(offset, from.duplicate()));
        from.position(from.limit());
    }

    @Override
    public void zero(long offset, long length) {
        Disk.checkRange(this, offset, length);
        followers.forEach(each -> each.zeroed(offset, length));
    }

    /** The guest's QEMU does not bring discards. */
    @Override
    public void trim(long offset, long length) {
        zero(offset, length);
    }

    /** Whether it is durable is between the guest and its QEMU. */
    @Override
    public void flush() {}

    @Override
    public synchronized void close() throws IOException {
        leave();
    }

    @Override
    public String toString() {
        return name;
    }

    /** What was written to some ranges while they were read, to be laid over what was read. Told and settled by those who hold the order of writes. */
    public static final class Follower implements AutoCloseable {

        private static final long MOST_BYTES = 32 << 20;
        /** About what one takes that has no data. */
        private static final long CHANGE_BYTES = 64;

        /** @param data null for zeros */
        private record Change(long offset, long length, ByteBuffer data) {}

        private final List<Extent> ranges;
        private final Consumer<Follower> leaving;
        private final List<Change> changes = new ArrayList<>();
        private long bytes;

        private Follower(List<Extent> ranges, Consumer<Follower> leaving) {
            this.ranges = ranges;
            this.leaving = leaving;
        }

        private void written(long offset, ByteBuffer data) {
            for (Extent range : ranges) {
                long from = Math.max(range.offset(), offset);
                long to = Math.min(range.end(), offset + data.remaining());
                if (from < to && (bytes += to - from) <= MOST_BYTES) {
                    ByteBuffer part = data.slice(data.position() + (int) (from - offset), (int) (to - from));
                    changes.add(new Change(from, to - from, ByteBuffer.allocate((int) (to - from)).put(part).flip()));
                }
            }
        }

        private void zeroed(long offset, long length) {
            for (Extent range : ranges) {
                long from = Math.max(range.offset(), offset);
                long to = Math.min(range.end(), offset + length);
                if (from < to && (bytes += CHANGE_BYTES) <= MOST_BYTES) {
                    changes.add(new Change(from, to - from, null));
                }
            }
        }

        /**
         * Brings what was read of the ranges, one behind the other in this buffer, to what they hold now.
         *
         * @throws IOException when so much was written there meanwhile that it was not kept
         */
        public void settle(ByteBuffer read) throws IOException {
            if (bytes > MOST_BYTES) {
                throw new IOException("while a range of the guest's disk was read, more than " + MOST_BYTES
                        + " bytes were written to it");
            }
            for (Change change : changes) {
                int at = 0;
                for (Extent range : ranges) {
                    if (change.offset() >= range.offset() && change.offset() < range.end()) {
                        lay(change, read, at + (int) (change.offset() - range.offset()));
                    }
                    at += (int) range.length();
                }
            }
            changes.clear();
        }

        /** Whether nothing has passed since. */
        public boolean isSettled() {
            return changes.isEmpty() && bytes <= MOST_BYTES;
        }

        private static void lay(Change change, ByteBuffer read, int at) {
            ByteBuffer data = change.data() == null
                    ? ByteBuffer.allocate((int) change.length())
                    : change.data().duplicate();
            read.put(at, data, data.position(), data.remaining());
        }

        @Override
        public void close() {
            leaving.accept(this);
        }
    }
}
