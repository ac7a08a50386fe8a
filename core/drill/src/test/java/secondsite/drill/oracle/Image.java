package secondsite.drill.oracle;

import java.util.Arrays;
import java.util.BitSet;

/** What a disk holds after some changes, and in which sectors nobody knows. */
public final class Image {

    static final int SECTOR = 512;

    private final byte[] bytes;
    private final BitSet uncertain;

    Image(int size) {
        this(new byte[size], new BitSet());
    }

    private Image(byte[] bytes, BitSet uncertain) {
        this.bytes = bytes;
        this.uncertain = uncertain;
    }

    Image copy() {
        return new Image(bytes.clone(), (BitSet) uncertain.clone());
    }

    void apply(Change change) {
        System.arraycopy(change.data(), 0, bytes, change.offset(), change.data().length);
        uncertain.set(change.offset() / SECTOR, change.end() / SECTOR, !change.certain());
    }

    void doubt(int sector) {
        uncertain.set(sector);
    }

    boolean doubted(int sector) {
        return uncertain.get(sector);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether one sector of some bytes is as it is here. */
    boolean same(byte[] other, int sector) {
        int from = sector * SECTOR;
        return Arrays.equals(bytes, from, from + SECTOR, other, from, from + SECTOR);
    }

    /** The first sector that is not as it must be, or -1. */
    public int firstDifference(byte[] other) {
        for (int sector = 0; sector * SECTOR < bytes.length; sector++) {
            if (!same(other, sector) && !uncertain.get(sector)) {
                return sector;
            }
        }
        return -1;
    }
}
