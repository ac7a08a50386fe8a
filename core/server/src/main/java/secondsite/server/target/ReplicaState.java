package secondsite.server.target;

import java.util.BitSet;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What of a replica changes besides journal and base image. Kept by {@link StateFile}.
 *
 * @param copied    the initial copy is over
 * @param base      the base image holds everything up to this record; what it holds beyond is in the journal too
 * @param applying  records up to this one are being applied to the base, or may have been when the power failed; the same as
 *                  {@code base} when nothing is
 * @param oldest    nothing before this sequence can be recovered; once {@code copied}
 * @param oldestMicros when that record was made, microseconds since 1970; 0 as long as the journal tells it
 * @param chunks    chunks of the initial copy that are durable; empty once {@code copied}
 * @param pins      sequences that a person or a job wants kept, and why
 */
record ReplicaState(boolean copied, long base, long applying, long oldest, long oldestMicros, BitSet chunks,
        NavigableMap<Long, String> pins) {

    static ReplicaState begin(long firstSequence) {
        long base = firstSequence - 1;
        return new ReplicaState(false, base, base, base, 0, new BitSet(), Collections.emptyNavigableMap());
    }

    ReplicaState withChunks(BitSet durable) {
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, durable, pins);
    }

    ReplicaState copiedUpTo(long sequence) {
        return new ReplicaState(true, base, applying, sequence, 0, new BitSet(), pins);
    }

    ReplicaState withOldest(long sequence, long micros) {
        return new ReplicaState(copied, base, applying, sequence, micros, chunks, pins);
    }

    ReplicaState withBase(long applied, long next) {
        return new ReplicaState(copied, applied, next, oldest, oldestMicros, chunks, pins);
    }

    ReplicaState withPin(long sequence, String reason) {
        NavigableMap<Long, String> more = new TreeMap<>(pins);
        more.put(sequence, reason);
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, chunks, more);
    }

    ReplicaState withoutPin(long sequence) {
        NavigableMap<Long, String> fewer = new TreeMap<>(pins);
        fewer.remove(sequence);
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, chunks, fewer);
    }
}
