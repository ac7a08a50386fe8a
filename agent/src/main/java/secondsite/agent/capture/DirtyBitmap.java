package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.Folder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.DamagedException;

/**
 * Which granules of a disk may differ from its replica, in a file that is written before {@link #set} returns and is durable after
 * {@link #force()}. For one thread at a time.
 *
 * <p>A granule that was compared leaves the file only after {@link #settle}, when what was found is durable in the spool; until then
 * the file names more granules than memory does, never fewer.
 *
 * <p>The file is sectors of 512 bytes: a header (magic, disk id, disk size, granule size), then 504 bytes of bits each; each ends with
 * its own number (4 bytes) and a checksum (4). A sector that a loss of power tore counts as all dirty.
 */
final class DirtyBitmap implements Closeable {

    static final String NAME = "dirty.bitmap";

    private static final long MAGIC = 0x317961647373326eL;
    private static final int SECTOR_BYTES = 512;
    private static final int WORDS = 63;
    private static final int CHECKED_BYTES = SECTOR_BYTES - 4;
    private static final long GRANULES_WANTED = 1 << 24;
    private static final long SMALLEST_GRANULE = 64 << 10;

    private final StoredFile file;
    private final long diskSize;
    private final int granuleShift;
    private final long granules;
    private final long[] bits;
    private final long[] kept;
    private final ByteBuffer sector = ByteBuffer.allocateDirect(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long count;
    private volatile boolean forced = true;
    private boolean cleared;
    private long[] settling = new long[0];

    private DirtyBitmap(StoredFile file, JournalIdentity identity) {
        this.file = file;
        this.diskSize = identity.diskSize();
        this.granuleShift = granuleShift(diskSize);
        this.granules = (diskSize - 1 >> granuleShift) + 1;
        int sectors = (int) ((granules + WORDS * 64L - 1) / (WORDS * 64L));
        this.bits = new long[sectors * WORDS];
        this.kept = new long[sectors * WORDS];
    }

    private static int granuleShift(long diskSize) {
        long granule = Math.max(SMALLEST_GRANULE,
                Long.highestOneBit(Math.max(1, (diskSize - 1) / GRANULES_WANTED)) << 1);
        return Long.numberOfTrailingZeros(granule);
    }

    /** Opens a disk's bitmap, or makes an empty one. */
    static DirtyBitmap open(Folder folder, JournalIdentity identity) throws IOException {
        if (!folder.exists(NAME)) {
            create(folder, identity);
        }
        StoredFile file = folder.open(NAME);
        try {
            var bitmap = new DirtyBitmap(file, identity);
            bitmap.load(identity);
            return bitmap;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static void create(Folder folder, JournalIdentity identity) throws IOException {
        String draft = NAME + ".new";
        folder.delete(draft);
        try (StoredFile file = folder.create(draft)) {
            var bitmap = new DirtyBitmap(file, identity);
            bitmap.header(identity);
            file.write(bitmap.sealed(0), 0);
            for (int i = 0; i < bitmap.sectors(); i++) {
                bitmap.writeSector(i);
            }
            file.force();
        }
        folder.rename(draft, NAME);
        folder.force();
    }

    private void header(JournalIdentity identity) {
        sector.clear().putLong(MAGIC).putLong(identity.disk().getMostSignificantBits());
        sector.putLong(identity.disk().getLeastSignificantBits()).putLong(diskSize).putInt(granuleShift);
        while (sector.position() < CHECKED_BYTES) {
            sector.put((byte) 0);
        }
    }

    private void load(JournalIdentity identity) throws IOException {
        if (file.size() < (1L + sectors()) * SECTOR_BYTES) {
            throw new DamagedException(file.place(), file.size(), "shorter than the bitmap of its disk");
        }
        checkHeader(identity);
        for (int i = 0; i < sectors(); i++) {
            loadSector(i);
        }
        System.arraycopy(bits, 0, kept, 0, bits.length);
        forced = false;
    }

    private void checkHeader(JournalIdentity identity) throws IOException {
        boolean whole = readSector(0) && sector.getLong(0) == MAGIC;
        if (!whole) {
            throw new DamagedException(file.place(), 0, "the header is not what was written");
        }
        boolean same = sector.getLong(8) == identity.disk().getMostSignificantBits()
                && sector.getLong(16) == identity.disk().getLeastSignificantBits() && sector.getLong(24) == diskSize;
        if (!same) {
            throw new DamagedException(file.place(), 8, "this bitmap belongs to another disk or size");
        }
    }

    private void loadSector(int index) throws IOException {
        boolean whole = readSector(index + 1);
        for (int w = 0; w < WORDS; w++) {
            int word = index * WORDS + w;
            bits[word] = (whole ? sector.getLong(w * 8) : -1) & within(word);
            count += Long.bitCount(bits[word]);
        }
    }

    /** The bits of a word that stand for granules of the disk. */
    private long within(int word) {
        long left = granules - word * 64L;
        return left >= 64 ? -1 : left <= 0 ? 0 : (1L << left) - 1;
    }

    private boolean readSector(int number) throws IOException {
        sector.clear();
        file.read(sector, (long) number * SECTOR_BYTES);
        return sector.getInt(CHECKED_BYTES) == checksum() && sector.getInt(CHECKED_BYTES - 4) == number;
    }

    private int checksum() {
        var crc = new CRC32C();
        crc.update(sector.slice(0, CHECKED_BYTES));
        return (int) crc.getValue();
    }

    private ByteBuffer sealed(int number) {
        sector.putInt(CHECKED_BYTES - 4, number);
        return sector.putInt(CHECKED_BYTES, checksum()).clear();
    }

    private void writeSector(int index) throws IOException {
        sector.clear();
        for (int w = 0; w < WORDS; w++) {
            sector.putLong(kept[index * WORDS + w]);
        }
        forced = false;
        file.write(sealed(index + 1), (index + 1L) * SECTOR_BYTES);
    }

    private int sectors() {
        return bits.length / WORDS;
    }

    /** Size of a granule in bytes. */
    long granuleBytes() {
        return 1L << granuleShift;
    }

    /** Names every granule that the range touches; in the file on return. */
    void set(long offset, long length) throws IOException {
        if (length == 0) {
            return;
        }
        long last = offset + length - 1 >> granuleShift;
        int touched = -1;
        for (long g = offset >> granuleShift; g <= last; g++) {
            int word = (int) (g >> 6);
            if (touched >= 0 && touched != word / WORDS) {
                writeSector(touched);
                touched = -1;
            }
            touched = add(word, 1L << g) ? word / WORDS : touched;
        }
        if (touched >= 0) {
            writeSector(touched);
        }
    }

    /** @return whether the file has to be told */
    private boolean add(int word, long bit) {
        if ((bits[word] & bit) == 0) {
            bits[word] |= bit;
            count++;
        }
        boolean told = (kept[word] & bit) != 0;
        kept[word] |= bit;
        return !told;
    }

    /** Names every granule of the disk. */
    void setAll() throws IOException {
        for (int word = 0; word < bits.length; word++) {
            bits[word] = within(word);
            kept[word] = bits[word];
        }
        count = granules;
        for (int i = 0; i < sectors(); i++) {
            writeSector(i);
        }
    }

    /** Names no granule any more; in the file on return. */
    void clearAll() throws IOException {
        Arrays.fill(bits, 0);
        count = 0;
        cleared = false;
        settling = new long[0];
        for (int i = 0; i < sectors(); i++) {
            clearSector(i);
        }
    }

    private void clearSector(int index) throws IOException {
        boolean named = false;
        for (int word = index * WORDS; word < (index + 1) * WORDS; word++) {
            named |= kept[word] != 0;
            kept[word] = 0;
        }
        if (named) {
            writeSector(index);
        }
    }

    /** Forgets the granules that lie in this range, for now in memory only. */
    void clear(Extent range) {
        for (long g = range.offset() >> granuleShift; g <= range.end() - 1 >> granuleShift; g++) {
            int word = (int) (g >> 6);
            if ((bits[word] & 1L << g) != 0) {
                bits[word] &= ~(1L << g);
                count--;
                cleared = true;
            }
        }
    }

    /** What was cleared and is not settled is dirty again: the spool may have lost what the comparison found. */
    void restore() {
        count = 0;
        for (int word = 0; word < bits.length; word++) {
            bits[word] |= kept[word];
            count += Long.bitCount(bits[word]);
        }
        cleared = false;
    }

    /** Remembers what is cleared now; {@link #settle} takes it out of the file once the spool is durable. */
    void prepareSettle() {
        if (!cleared) {
            settling = new long[0];
            return;
        }
        cleared = false;
        settling = kept.clone();
        for (int word = 0; word < bits.length; word++) {
            settling[word] &= ~bits[word];
        }
    }

    /** Takes out of the file what was cleared when {@link #prepareSettle} was called. */
    void settle() throws IOException {
        for (int i = 0; i < settling.length / WORDS; i++) {
            boolean changed = false;
            for (int word = i * WORDS; word < (i + 1) * WORDS; word++) {
                long without = kept[word] & ~settling[word] | bits[word];
                changed |= without != kept[word];
                kept[word] = without;
            }
            if (changed) {
                writeSector(i);
            }
        }
        settling = new long[0];
    }

    /** The first run of dirty granules at or after this offset, at most so long; null when there is none. */
    Extent next(long from, long atMost) {
        long first = from >> granuleShift;
        while (first < granules && !dirty(first)) {
            first = bits[(int) (first >> 6)] == 0 ? (first | 63) + 1 : first + 1;
        }
        if (first >= granules) {
            return null;
        }
        long end = first + 1;
        while (end < granules && dirty(end) && end + 1 - first << granuleShift <= atMost) {
            end++;
        }
        long offset = first << granuleShift;
        return new Extent(offset, Math.min(end << granuleShift, diskSize) - offset, Extent.Kind.DATA);
    }

    private boolean dirty(long granule) {
        return (bits[(int) (granule >> 6)] & 1L << granule) != 0;
    }

    /** How many bytes of the disk are in dirty granules. */
    long dirtyBytes() {
        long shorter = dirty(granules - 1) ? (granules << granuleShift) - diskSize : 0;
        return (count << granuleShift) - shorter;
    }

    /** Everything set and settled before is durable on return. Skipped when nothing changed. May be called by another thread than the rest. */
    void force() throws IOException {
        if (forced) {
            return;
        }
        forced = true;
        try {
            file.force();
        } catch (IOException e) {
            forced = false;
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
