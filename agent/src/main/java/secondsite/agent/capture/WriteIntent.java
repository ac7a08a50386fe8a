package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.Folder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.DamagedException;

/**
 * The map of activity: every region of the disk that may have writes whose evidence a loss of power would take along. A region is
 * marked durably before its first write and cleared by a checkpoint after it was idle for some; after a loss of power only marked
 * regions have to be compared. For one thread at a time.
 *
 * <p>Marking costs one force of a small file. A region that follows a marked one is marked together with the next few, so that
 * sequential writes seldom wait; and each further marking between two checkpoints takes in a larger neighbourhood, so that writes
 * all over the disk do not wait once for every region.
 */
final class WriteIntent implements Closeable {

    static final String NAME = "activity.map";

    private static final long SMALLEST_REGION = 16 << 20;
    private static final int REGIONS = 4096;
    private static final int READ_AHEAD = 8;
    private static final int IDLE_CHECKPOINTS = 3;
    private static final int WIDEST_SHIFT = 6;

    private final SlotFile file;
    private final ByteBuffer header;
    private final long diskSize;
    private final int regionShift;
    private final int regions;
    private final int[] usedIn;
    private long[] marked;
    private int checkpoint = IDLE_CHECKPOINTS + 1;
    private int markings;
    private long forces;

    private WriteIntent(SlotFile file, JournalIdentity identity) {
        this.file = file;
        this.header = encode(identity, new long[0]);
        this.diskSize = identity.diskSize();
        this.regionShift = regionShift(diskSize);
        this.regions = (int) ((diskSize - 1 >> regionShift) + 1);
        this.usedIn = new int[regions];
        this.marked = new long[(regions + 63) / 64];
    }

    private static int regionShift(long diskSize) {
        long wanted = Math.max(SMALLEST_REGION, (diskSize - 1) / REGIONS + 1);
        return 64 - Long.numberOfLeadingZeros(wanted - 1);
    }

    /** Opens a disk's map as it was left, or makes an empty one. */
    static WriteIntent open(Folder folder, JournalIdentity identity) throws IOException {
        int limit = 32 + REGIONS / 8;
        if (!folder.exists(NAME)) {
            var empty = new WriteIntent(null, identity);
            SlotFile.create(folder, NAME, limit, encode(identity, empty.marked)).close();
        }
        var intent = new WriteIntent(SlotFile.open(folder, NAME, limit), identity);
        try {
            intent.load();
            return intent;
        } catch (IOException e) {
            intent.close();
            throw e;
        }
    }

    private static ByteBuffer encode(JournalIdentity identity, long[] marked) {
        var bytes = ByteBuffer.allocate(24 + marked.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(identity.disk().getMostSignificantBits()).putLong(identity.disk().getLeastSignificantBits());
        bytes.putLong(identity.diskSize());
        bytes.asLongBuffer().put(marked);
        return bytes.clear();
    }

    private void load() throws IOException {
        ByteBuffer bytes = file.newest();
        if (bytes.remaining() != 24 + marked.length * 8 || !bytes.slice(0, 24).equals(header)) {
            throw new DamagedException(file.place(), 0, "this map of activity belongs to another disk or size");
        }
        bytes.position(24);
        bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(marked);
        Arrays.fill(usedIn, checkpoint);
    }

    /** The range's regions are marked durably on return. */
    void cover(long offset, long length) throws IOException {
        if (length == 0) {
            return;
        }
        int first = (int) (offset >> regionShift);
        int last = (int) (offset + length - 1 >> regionShift);
        boolean missing = false;
        for (int r = first; r <= last; r++) {
            usedIn[r] = checkpoint;
            missing |= !marked(marked, r);
        }
        if (missing) {
            mark(first, last);
        }
    }

    private void mark(int first, int last) throws IOException {
        int width = (1 << Math.min(markings / 2, widest())) - 1;
        int from = first & ~width;
        int through = last | width;
        if (first > 0 && marked(marked, first - 1)) {
            through = Math.max(through, last + READ_AHEAD);
        }
        long[] more = marked.clone();
        for (int r = from; r <= Math.min(through, regions - 1); r++) {
            more[r >> 6] |= 1L << r;
            usedIn[r] = checkpoint;
        }
        write(more);
        file.force();
        forces++;
        markings++;
        marked = more;
    }

    private int widest() {
        return Math.min(WIDEST_SHIFT, 32 - Integer.numberOfLeadingZeros(regions / 16));
    }

    private void write(long[] bits) throws IOException {
        var bytes = ByteBuffer.allocate(24 + bits.length * 8).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header.slice());
        bytes.asLongBuffer().put(bits);
        file.write(bytes.clear());
    }

    private static boolean marked(long[] bits, int region) {
        return (bits[region >> 6] & 1L << region) != 0;
    }

    /** A checkpoint begins: what is written from now on counts as used after it. */
    void checkpointBegins() {
        checkpoint++;
        markings = 0;
    }

    /** The checkpoint is done: regions that had no write for some checkpoints are no longer marked. Nothing waits for that to be durable. */
    void clearIdle() throws IOException {
        clearUsedBefore(checkpoint - IDLE_CHECKPOINTS);
    }

    /** Nothing that was written before can be lost any more. */
    void clearAll() throws IOException {
        clearUsedBefore(Integer.MAX_VALUE);
    }

    private void clearUsedBefore(int limit) throws IOException {
        long[] fewer = marked.clone();
        for (int r = 0; r < regions; r++) {
            if (usedIn[r] < limit) {
                fewer[r >> 6] &= ~(1L << r);
            }
        }
        if (!Arrays.equals(fewer, marked)) {
            write(fewer);
            marked = fewer;
        }
    }

    /** The marked regions as ranges of the disk. */
    List<Extent> ranges() {
        var ranges = new ArrayList<Extent>();
        for (int r = 0; r < regions; r++) {
            if (marked(marked, r)) {
                long offset = (long) r << regionShift;
                long end = Math.min((long) r + 1 << regionShift, diskSize);
                ranges.add(new Extent(offset, end - offset, Extent.Kind.DATA));
            }
        }
        return ranges;
    }

    /** How often a write waited for a force. */
    long forces() {
        return forces;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
