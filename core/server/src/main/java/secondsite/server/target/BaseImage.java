package secondsite.server.target;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import secondsite.engine.compare.BlockHash;
import secondsite.engine.compare.BlockSums;
import secondsite.engine.disk.Extent;
import secondsite.engine.disk.Extent.Kind;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.segment.DamagedException;

/**
 * The base image with the checksums of its leaves: never gives out bytes whose checksum does not fit. A reader sees each leaf either before
 * or after a write, never between. Safe for use by several threads; one writes at a time.
 *
 * <p>After a force that failed nothing is known of what was written, and every write is refused until the replica is opened anew.
 */
final class BaseImage implements Closeable {

    static final String NAME = "base.raw";

    private static final int PIECE_BYTES = 1 << 20;

    private final StoredFile raw;
    private final BaseSums sums;
    private final BlockHash hash;
    private volatile Leaves leaves;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean failed;

    private BaseImage(StoredFile raw, BaseSums sums, Leaves leaves, BlockHash hash) {
        this.raw = raw;
        this.sums = sums;
        this.leaves = leaves;
        this.hash = hash;
    }

    /** A base of zeros; durable, but for its names. */
    static BaseImage create(Folder folder, ReplicaIdentity identity) throws IOException {
        var leaves = new Leaves(identity.size());
        var hash = new BlockHash(identity.checksumSeed());
        var sums = BaseSums.create(folder, identity.disk(), leaves, hash);
        try {
            var raw = folder.create(NAME);
            raw.resize(identity.size());
            raw.force();
            return new BaseImage(raw, sums, leaves, hash);
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    static BaseImage open(Folder folder, ReplicaIdentity identity) throws IOException {
        var leaves = new Leaves(identity.size());
        var hash = new BlockHash(identity.checksumSeed());
        var sums = BaseSums.open(folder, identity.disk(), leaves, hash);
        try {
            return new BaseImage(openRaw(folder, identity.size()), sums, leaves, hash);
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    /** The same of a disk that was about to become larger; it is on return. @param last as {@link #lastLeaf} told before anything was changed */
    static BaseImage openGrowing(Folder folder, ReplicaIdentity identity, long larger, ByteBuffer last)
            throws IOException {
        var hash = new BlockHash(identity.checksumSeed());
        var sums = BaseSums.openGrowing(folder, identity.disk(), new Leaves(identity.size()), new Leaves(larger), hash);
        try {
            var image = new BaseImage(folder.open(NAME), sums, sums.leaves(), hash);
            image.grow(larger, last);
            return image;
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    /** Adds zeros at the end. Durable on return; when it fails, or is interrupted, {@link #openGrowing} goes on. */
    void grow(long size, ByteBuffer last) throws IOException {
        refuseWhenFailed();
        lock.writeLock().lock();
        try {
            if (raw.size() < size) {
                raw.resize(size);
            }
            raw.force();
            if (leaves.diskSize() < size) {
                var larger = new Leaves(size);
                sums.grow(larger, last);
                leaves = larger;
            }
        } catch (IOException e) {
            failed = true;
            throw e;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** What the checksum will be of the leaf that is the last one and becomes longer; null when it is whole. */
    ByteBuffer lastLeaf(long size) throws IOException {
        long last = leaves.count() - 1;
        int had = leaves.length(last);
        if (had == Leaves.BYTES) {
            return null;
        }
        var data = ByteBuffer.allocate(new Leaves(size).length(last));
        boolean right = readLeaf(last, data.slice(0, had));
        ByteBuffer made = sumsOf(data);
        // What was damaged stays so, and is seen.
        return right ? made : made.putLong(0, ~made.getLong(0));
    }

    private static StoredFile openRaw(Folder folder, long size) throws IOException {
        var raw = folder.open(NAME);
        if (raw.size() != size) {
            long found = raw.size();
            raw.close();
            throw new DamagedException(raw.place(), found, "is " + found + " bytes long; the disk has " + size);
        }
        return raw;
    }

    Leaves leaves() {
        return leaves;
    }

    BaseSums sums() {
        return sums;
    }

    BlockHash hash() {
        return hash;
    }

    String place() {
        return raw.place();
    }

    boolean failed() {
        return failed;
    }

    /** Fills what remains of the buffer. @throws DamagedException when a checksum does not fit; the buffer's content is then void */
    void read(ByteBuffer into, long offset) throws IOException {
        long end = offset + into.remaining();
        long at = offset;
        while (at < end) {
            long border = Math.min(leaves.down(end), at + PIECE_BYTES);
            boolean whole = leaves.down(at) == at && border > at;
            long to = whole ? border : Math.min(end, leaves.up(at + 1));
            var piece = into.slice(into.position(), (int) (to - at));
            if (whole) {
                readLeaves(piece, at);
            } else {
                readPart(piece, at);
            }
            into.position(into.position() + (int) (to - at));
            at = to;
        }
    }

    /** One leaf, whatever its checksum says, and whether it fits. */
    boolean readLeaf(long leaf, ByteBuffer into) throws IOException {
        lock.readLock().lock();
        try {
            raw.read(into.duplicate(), Leaves.offset(leaf));
            return mismatch(into, Leaves.offset(leaf)) < 0;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Writes whole leaves and their checksums. */
    void write(ByteBuffer data, long offset) throws IOException {
        write(data, offset, () -> raw.write(data, offset));
    }

    /** Writes whole leaves, many at once, that nobody will read soon, and their checksums. */
    void fill(ByteBuffer data, long offset) throws IOException {
        write(data, offset, () -> raw.writeUncached(data, offset));
    }

    private interface RawWrite {
        void write() throws IOException;
    }

    private void write(ByteBuffer data, long offset, RawWrite rawWrite) throws IOException {
        refuseWhenFailed();
        var made = sumsOf(data.duplicate());
        lock.writeLock().lock();
        try {
            rawWrite.write();
            sums.put(Leaves.of(offset), made);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Writes bytes without a checksum: that of the leaf is made by {@link #rehash}. */
    void writePart(ByteBuffer data, long offset) throws IOException {
        refuseWhenFailed();
        raw.write(data, offset);
    }

    void rehash(long leaf) throws IOException {
        refuseWhenFailed();
        var data = ByteBuffer.allocate(leaves.length(leaf));
        lock.writeLock().lock();
        try {
            raw.read(data, Leaves.offset(leaf));
            sums.put(leaf, sumsOf(data.flip()));
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * Sets whole leaves to zeros, and gives their space back. Also where there seem to be zeros already: what another process left so, before a
     * force of its failed, may be nowhere but in memory, and no force of ours would write it.
     */
    void zero(long offset, long end) throws IOException {
        refuseWhenFailed();
        lock.writeLock().lock();
        try {
            raw.punch(offset, end - offset);
            sums.putZeros(Leaves.of(offset), Leaves.of(leaves.up(end) + Leaves.BYTES - 1));
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Everything written is durable on return, data before checksums. */
    void force() throws IOException {
        refuseWhenFailed();
        try {
            raw.force();
            sums.force();
        } catch (IOException e) {
            failed = true;
            throw e;
        }
    }

    /** The range as extents; a hole only where the checksums tell of zeros too. */
    List<Extent> extents(long offset, long length) throws IOException {
        List<Extent> extents = new ArrayList<>();
        long end = offset + length;
        long at = offset;
        while (at < end) {
            long data = Math.min(end, raw.nextData(at));
            if (data > at) {
                boolean zeros = sums.zeros(Leaves.of(at), Leaves.of(data - 1) + 1);
                extents.add(new Extent(at, data - at, zeros ? Kind.HOLE : Kind.DATA));
            }
            at = data < end ? Math.min(end, raw.nextHole(data)) : end;
            if (at > data) {
                extents.add(new Extent(data, at - data, Kind.DATA));
            }
        }
        return extents;
    }

    @Override
    public void close() throws IOException {
        try (raw; sums) {
            failed = true;
        }
    }

    private void readLeaves(ByteBuffer into, long offset) throws IOException {
        lock.readLock().lock();
        try {
            raw.read(into.duplicate(), offset);
            long wrong = mismatch(into, offset);
            if (wrong >= 0) {
                throw new DamagedException(raw.place(), Leaves.offset(wrong),
                        "the checksum of 4096 bytes does not fit; a resynchronization sends them anew");
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    private void readPart(ByteBuffer into, long offset) throws IOException {
        long leaf = Leaves.of(offset);
        var whole = ByteBuffer.allocate(leaves.length(leaf));
        readLeaves(whole, Leaves.offset(leaf));
        into.put(whole.slice((int) (offset - Leaves.offset(leaf)), into.remaining()));
    }

    /** The first leaf whose checksum does not fit; negative when all do. */
    private long mismatch(ByteBuffer data, long offset) throws IOException {
        var made = sumsOf(data.duplicate());
        var kept = ByteBuffer.allocate(made.remaining());
        sums.get(Leaves.of(offset), kept);
        int at = made.mismatch(kept.flip());
        return at < 0 ? at : Leaves.of(offset) + at / BlockSums.BYTES;
    }

    private ByteBuffer sumsOf(ByteBuffer data) {
        var made = ByteBuffer.allocate((data.remaining() + Leaves.BYTES - 1) / Leaves.BYTES * BlockSums.BYTES);
        hash.sums(data, Leaves.BYTES, made);
        return made.flip();
    }

    private void refuseWhenFailed() throws IOException {
        if (failed) {
            throw new IOException(raw.place() + " could not be made durable before; open the replica anew");
        }
    }
}
