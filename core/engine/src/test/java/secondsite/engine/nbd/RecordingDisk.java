package secondsite.engine.nbd;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import secondsite.engine.disk.Disk;
import secondsite.engine.disk.Writes;
import secondsite.engine.layer.DiskLayer;

/** Remembers what was asked of it, and uses all the room that a group of writes grants it, as a log does. */
final class RecordingDisk extends DiskLayer {

    private final List<String> calls = new CopyOnWriteArrayList<>();

    RecordingDisk(Disk below) {
        super(below);
    }

    List<String> calls() {
        return calls;
    }

    @Override
    public void read(ByteBuffer into, long offset) throws IOException {
        calls.add("read");
        below.read(into, offset);
    }

    @Override
    public void write(Writes writes) throws IOException {
        calls.add("write " + writes.count());
        ByteBuffer buffer = writes.buffer().order(ByteOrder.LITTLE_ENDIAN).clear();
        fill(buffer, writes.position(0) - Writes.HEADROOM - Writes.LEAD, Writes.LEAD);
        for (int i = 0; i < writes.count(); i++) {
            fill(buffer, writes.position(i) - Writes.HEADROOM, Writes.HEADROOM);
        }
        for (int i = 0; i < writes.count(); i++) {
            below.write(writes.payload(i), writes.offset(i));
        }
        buffer.limit(7).position(3);
    }

    private static void fill(ByteBuffer buffer, int at, int length) {
        for (int i = 0; i < length; i++) {
            buffer.put(at + i, (byte) 0xee);
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        calls.add("zero");
        below.zero(offset, length);
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        calls.add("trim");
        below.trim(offset, length);
    }

    @Override
    public void flush() throws IOException {
        calls.add("flush");
        below.flush();
    }
}
