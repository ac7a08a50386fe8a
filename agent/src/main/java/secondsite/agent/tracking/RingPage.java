package secondsite.agent.tracking;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import secondsite.agent.tracking.WriteEvents.LostException;
import secondsite.agent.tracking.WriteEvents.Sink;

/**
 * Reads pages of the kernel's ring of events: a time (8 bytes), how much is filled (8 bytes, with a flag for events lost before), then
 * events behind a word each, whose lowest 5 bits are its length in words, or say that it is something else.
 */
public final class RingPage {

    private static final int HEADER_BYTES = 16;
    private static final long MISSED = 1L << 31;
    private static final long MISSED_COUNTED = 1L << 30;
    private static final int LONG_EVENT = 0;
    private static final int PADDING = 29;
    private static final int TIME_EXTEND = 30;
    private static final int TIME_STAMP = 31;
    private static final int SECTOR_SHIFT = 9;

    private final EventFormat format;
    private final int device;
    private final long firstSector;
    private final long sectors;

    /**
     * @param device      as the kernel numbers it in events
     * @param firstSector where on that device the disk begins: a partition is told of as a part of its device
     * @param sectors     how long it is
     */
    public RingPage(EventFormat format, int device, long firstSector, long sectors) {
        this.format = format;
        this.device = device;
        this.firstSector = firstSector;
        this.sectors = sectors;
    }

    /**
     * Tells what a page says of writes to the disk.
     *
     * @param page its bytes, from 0 to its limit
     * @return how many events it holds, of whatever kind
     * @throws LostException when events were lost before it, or it makes no sense
     */
    public int read(ByteBuffer page, Sink sink) throws LostException {
        page.order(ByteOrder.nativeOrder());
        if (page.limit() < HEADER_BYTES) {
            throw new LostException("a page of " + page.limit() + " bytes");
        }
        long filled = page.getLong(8);
        if ((filled & MISSED) != 0) {
            throw new LostException("writes came faster than they could be told");
        }
        long end = HEADER_BYTES + (filled & ~(MISSED | MISSED_COUNTED));
        if (end > page.limit()) {
            throw new LostException("a page of " + page.limit() + " bytes says that it has " + end);
        }
        int events = 0;
        for (int at = HEADER_BYTES; at + 4 <= end;) {
            int word = page.getInt(at);
            int kind = word & 31;
            if (kind == PADDING && word >>> 5 == 0) {
                break;
            }
            boolean bare = kind == TIME_EXTEND || kind == TIME_STAMP;
            long next = bare
                    ? at + 8L
                    : at + 4L + (kind == LONG_EVENT || kind == PADDING ? length(page, at, end) : kind * 4L);
            if (next > end) {
                throw new LostException("an event leads beyond its page");
            }
            if (!bare && kind != PADDING) {
                events++;
                event(page, kind == LONG_EVENT ? at + 8 : at + 4, next, sink);
            }
            at = (int) next;
        }
        return events;
    }

    private static long length(ByteBuffer page, int at, long end) throws LostException {
        int length = at + 8 <= end ? page.getInt(at + 4) : 0;
        if (length < 4) {
            throw new LostException("an event of " + length + " bytes");
        }
        return length;
    }

    private void event(ByteBuffer page, int at, long end, Sink sink) throws LostException {
        if (Short.toUnsignedInt(page.getShort(at)) != format.id()) {
            return;
        }
        if (at + format.length() > end) {
            throw new LostException("an event that is shorter than its fields");
        }
        if (page.getInt(at + format.device()) == device && !isRead(page, at + format.operation())) {
            tell(page.getLong(at + format.sector()), Integer.toUnsignedLong(page.getInt(at + format.sectors())), sink);
        }
    }

    /** What is not known as a read counts as a write: kernels name the rarer ways to change a disk differently. */
    private static boolean isRead(ByteBuffer page, int operation) {
        byte first = page.get(operation);
        byte second = page.get(operation + 1);
        return first == 'R' || first == 'F' && second == 'R';
    }

    private void tell(long sector, long count, Sink sink) {
        long from = Math.max(sector, firstSector);
        long to = Math.min(sector + count, firstSector + sectors);
        if (sector >= 0 && from < to) {
            sink.written(from - firstSector << SECTOR_SHIFT, to - from << SECTOR_SHIFT);
        }
    }
}
