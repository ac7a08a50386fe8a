package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;

/**
 * The checksums of the base image's leaves, in a file beside it. A leaf's checksum is kept XOR that of zeros, so that zeros take no space. The
 * header also says from which sequence on this base serves, so that an older copy of the state file shows.
 *
 * <p>Two headers, at byte 0 and 2048, written in turn, so that a torn one leaves the other, from which it is mended: magic (8 bytes), version (4), bytes of a leaf
 * (4), disk id (16), size (8), floor (8), checksum of all that (16); big-endian; zeros between. The checksums begin at byte 4096. Safe for
 * use by several threads.
 */
final class BaseSums implements Closeable {

    static final String NAME = "base.sums";

    /** The floor while the initial copy runs. */
    static final long COPYING = -1;

    private static final long MAGIC = 0x326e64_73756d73_00L;
    private static final int VERSION = 1;
    private static final int HEADER_BYTES = 4096;
    private static final int SECOND_HEADER = 2048;
    private static final int FLOOR = 40;

    private final StoredFile file;
    private final UUID disk;
    private final BlockHash hash;
    private final ByteBuffer zeros;
    private volatile Leaves leaves;
    private volatile ByteBuffer lastZeros;
    private final ReentrantLock lock = new ReentrantLock();
    private long floor = COPYING;
    private int nextHeader;

    private BaseSums(StoredFile file, UUID disk, Leaves leaves, BlockHash hash) {
        this.file = file;
        this.disk = disk;
        this.leaves = leaves;
        this.hash = hash;
        this.zeros = ByteBuffer.wrap(hash.ofZeros(Leaves.BYTES, Leaves.BYTES));
        this.lastZeros = lastZeros(leaves);
    }

    private ByteBuffer lastZeros(Leaves of) {
        return ByteBuffer.wrap(hash.ofZeros(of.length(of.count() - 1), Leaves.BYTES));
    }

    /** A new file for a disk of zeros; durable, but for its name. */
    static BaseSums create(Folder folder, UUID disk, Leaves leaves, BlockHash hash) throws IOException {
        var sums = new BaseSums(folder.create(NAME), disk, leaves, hash);
        try {
            sums.file.resize(position(leaves.count()));
            sums.raiseFloor(COPYING);
            sums.raiseFloor(COPYING);
            return sums;
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    static BaseSums open(Folder folder, UUID disk, Leaves leaves, BlockHash hash) throws IOException {
        var sums = new BaseSums(folder.open(NAME), disk, leaves, hash);
        try {
            sums.readHeader();
            return sums;
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    /** The same of a disk that was about to become larger, and has or has not. @return of which size it is */
    static BaseSums openGrowing(Folder folder, UUID disk, Leaves small, Leaves large, BlockHash hash)
            throws IOException {
        var sums = new BaseSums(folder.open(NAME), disk, large, hash);
        try {
            if (!sums.readHeaders()) {
                sums.leaves = small;
                sums.lastZeros = sums.lastZeros(small);
                sums.checkHeader(sums.readHeaders());
            }
            return sums;
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    Leaves leaves() {
        return leaves;
    }

    /**
     * The disk has become larger by zeros. Who puts or reads waits meanwhile.
     *
     * @param last checksum of the leaf that was the last one and is longer now; null when it was whole
     */
    void grow(Leaves larger, ByteBuffer last) throws IOException {
        long before = leaves.count() - 1;
        file.resize(position(larger.count()));
        leaves = larger;
        lastZeros = lastZeros(larger);
        if (last != null) {
            put(before, last);
        }
        file.force();
        raiseFloor(floor);
        raiseFloor(floor);
    }

    String place() {
        return file.place();
    }

    /** Only sequences from here on may be served from this base; {@link #COPYING} while the initial copy runs. */
    long floor() {
        lock.lock();
        try {
            return floor;
        } finally {
            lock.unlock();
        }
    }

    /** Durable on return, with everything put before. */
    void raiseFloor(long sequence) throws IOException {
        lock.lock();
        try {
            file.write(expectedHeader(sequence), nextHeader);
            file.force();
            nextHeader = SECOND_HEADER - nextHeader;
            floor = sequence;
        } finally {
            lock.unlock();
        }
    }

    /** Fills what remains of the buffer with the checksums from this leaf on. */
    void get(long leaf, ByteBuffer into) throws IOException {
        int start = into.position();
        int end = into.limit();
        file.read(into, position(leaf));
        exchangeZeros(leaf, into, start, end);
    }

    /** Puts checksums of leaves from this one on. */
    void put(long leaf, ByteBuffer sums) throws IOException {
        var kept = ByteBuffer.allocate(sums.remaining()).put(sums.duplicate()).flip();
        exchangeZeros(leaf, kept, 0, kept.limit());
        file.write(kept, position(leaf));
    }

    /** The leaves from one to another (exclusive) are zeros, also where they seem to be already. */
    void putZeros(long leaf, long to) throws IOException {
        if (to > leaf) {
            file.punch(position(leaf), position(to) - position(leaf));
        }
    }

    /** Whether all leaves from one to another (exclusive) have the checksum of zeros. */
    boolean zeros(long leaf, long to) throws IOException {
        long end = position(to);
        var buffer = ByteBuffer.allocate(1 << 16);
        long at = file.nextData(position(leaf));
        while (at < end) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            file.read(buffer, at);
            if (!allZero(buffer.flip())) {
                return false;
            }
            at = file.nextData(at + buffer.limit());
        }
        return true;
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private ByteBuffer expectedHeader(long withFloor) {
        var header = ByteBuffer.allocate(SECOND_HEADER).putLong(MAGIC).putInt(VERSION).putInt(Leaves.BYTES)
                .putLong(disk.getMostSignificantBits()).putLong(disk.getLeastSignificantBits())
                .putLong(leaves.diskSize()).putLong(withFloor);
        return header.put(hash.of(header.array(), 0, header.position())).clear();
    }

    private void readHeader() throws IOException {
        long expected = position(leaves.count());
        if (file.size() != expected) {
            throw new DamagedException(file.place(), file.size(),
                    "is not " + expected + " bytes long as for this disk");
        }
        checkHeader(readHeaders());
    }

    private void checkHeader(boolean found) throws DamagedException {
        if (!found) {
            throw new DamagedException(file.place(), 0, "no header fits its checksum and disk " + disk
                    + ": damaged, or of another disk");
        }
    }

    /** @return whether one of them fits; the other is mended then */
    private boolean readHeaders() throws IOException {
        var headers = ByteBuffer.allocate(HEADER_BYTES);
        file.read(headers, 0);
        OptionalLong first = floorOf(headers.slice(0, SECOND_HEADER));
        OptionalLong second = floorOf(headers.slice(SECOND_HEADER, SECOND_HEADER));
        if (first.isEmpty() && second.isEmpty()) {
            return false;
        }
        floor = Math.max(first.orElse(COPYING), second.orElse(COPYING));
        boolean firstIsNewest = first.isPresent() && first.getAsLong() == floor;
        nextHeader = firstIsNewest ? SECOND_HEADER : 0;
        if (first.isEmpty() || second.isEmpty()) {
            raiseFloor(floor);
        }
        return true;
    }

    /** Nothing when the header is torn, damaged, or of another disk. */
    private OptionalLong floorOf(ByteBuffer header) {
        var expected = expectedHeader(header.getLong(FLOOR));
        return header.equals(expected) ? OptionalLong.of(header.getLong(FLOOR)) : OptionalLong.empty();
    }

    private void exchangeZeros(long leaf, ByteBuffer sums, int start, int end) {
        for (int at = start; at < end; at += BlockSums.BYTES, leaf++) {
            var of = leaf == leaves.count() - 1 ? lastZeros : zeros;
            sums.putLong(at, sums.getLong(at) ^ of.getLong(0));
            sums.putLong(at + 8, sums.getLong(at + 8) ^ of.getLong(8));
        }
    }

    private static boolean allZero(ByteBuffer buffer) {
        return buffer.mismatch(ByteBuffer.allocate(buffer.remaining())) < 0;
    }

    private static long position(long leaf) {
        return HEADER_BYTES + leaf * BlockSums.BYTES;
    }
}
