package secondsite.engine.segment;

import static secondsite.engine.segment.LittleEndian.getInt;
import static secondsite.engine.segment.LittleEndian.getLong;
import static secondsite.engine.segment.LittleEndian.putInt;
import static secondsite.engine.segment.LittleEndian.putLong;

import java.nio.ByteBuffer;

/** The 64 bytes before a batch's payload, checked on reading against {@link Limits} and against themselves. */
record BatchHeader(int codec, int flags, int storedLength, int rawLength, int records, int epoch, long diskTag,
        long firstSequence, long lastSequence, long timeMicros, int payloadChecksum) {

    static final int BYTES = 64;
    static final int MAGIC = LittleEndian.magic("BTCH");

    /** Overwritten records were left out. */
    static final int THINNED = 1;
    /** The end of the batch is no recovery point; only that of a later one is. */
    static final int UNFINISHED = 2;

    /** Leaves the buffer cleared. */
    void put(ByteBuffer to, int at, Checksum checksum) {
        putInt(to, at, MAGIC);
        putInt(to, at + 4, codec | flags << 8);
        putInt(to, at + 8, storedLength);
        putInt(to, at + 12, rawLength);
        putInt(to, at + 16, records);
        putInt(to, at + 20, epoch);
        putLong(to, at + 24, diskTag);
        putLong(to, at + 32, firstSequence);
        putLong(to, at + 40, lastSequence);
        putLong(to, at + 48, timeMicros);
        putInt(to, at + 56, payloadChecksum);
        int sum = checksum.of(to, at, 60);
        putInt(to.clear(), at + 60, sum);
    }

    static BatchHeader read(ByteBuffer from, int at, String place, long position) throws DamagedException {
        if (getInt(from, at) != MAGIC) {
            throw new DamagedException(place, position, "no batch begins here");
        }
        if (getInt(from, at + 60) != Checksum.over(from, at, 60)) {
            throw new DamagedException(place, position, "the checksum of the batch header is wrong");
        }
        BatchHeader header = new BatchHeader(from.get(at + 4) & 0xff, from.get(at + 5) & 0xff, getInt(from, at + 8),
                getInt(from, at + 12), getInt(from, at + 16), getInt(from, at + 20), getLong(from, at + 24),
                getLong(from, at + 32), getLong(from, at + 40), getLong(from, at + 48), getInt(from, at + 56));
        if (from.get(at + 6) != 0 || from.get(at + 7) != 0 || !header.makesSense()) {
            throw new DamagedException(place, position, "the batch header makes no sense: " + header);
        }
        return header;
    }

    private boolean makesSense() {
        return lengthsMakeSense() && sequencesMakeSense() && epoch >= 0 && (flags == 0 || flags == THINNED
                || flags == (THINNED | UNFINISHED));
    }

    private boolean lengthsMakeSense() {
        boolean stored = codec == Codec.PLAIN && storedLength == rawLength
                || codec == Codec.LZ4 && storedLength > 0 && storedLength < rawLength;
        return stored && rawLength > 0 && rawLength <= Limits.BATCH_BYTES;
    }

    private boolean sequencesMakeSense() {
        long covered = lastSequence - firstSequence + 1;
        return firstSequence >= 0 && lastSequence >= firstSequence && lastSequence < Long.MAX_VALUE
                && covered <= Integer.MAX_VALUE && records > 0 && records <= Limits.BATCH_RECORDS
                && (flags == 0 ? records == covered : records <= covered);
    }
}
