package secondsite.server.target;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

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
 * @param pins      sequences that a person or a job wants kept
 * @param destroyed sequences that a person had destroyed: not recoverable, even where the journal still tells them; ascending, apart
 * @param held      what is kept for machines, by id
 */
record ReplicaState(boolean copied, long base, long applying, long oldest, long oldestMicros, BitSet chunks,
        NavigableMap<Long, PinnedPoint> pins, List<SequenceRange> destroyed, Map<UUID, HeldPast> held) {

    static ReplicaState begin(long firstSequence) {
        long base = firstSequence - 1;
        return new ReplicaState(false, base, base, base, 0, new BitSet(), Collections.emptyNavigableMap(),
                List.of(), Map.of());
    }

    ReplicaState withChunks(BitSet durable) {
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, durable, pins, destroyed, held);
    }

    ReplicaState copiedUpTo(long sequence) {
        return new ReplicaState(true, base, applying, sequence, 0, new BitSet(), pins, destroyed, held);
    }

    ReplicaState withOldest(long sequence, long micros) {
        return new ReplicaState(copied, base, applying, sequence, micros, chunks, pins,
                destroyed.stream().filter(range -> range.last() >= sequence).toList(), held);
    }

    ReplicaState withBase(long applied, long next) {
        return new ReplicaState(copied, applied, next, oldest, oldestMicros, chunks, pins, destroyed, held);
    }

    ReplicaState withPin(PinnedPoint pin) {
        NavigableMap<Long, PinnedPoint> more = new TreeMap<>(pins);
        more.put(pin.sequence(), pin);
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, chunks, more, destroyed, held);
    }

    ReplicaState withoutPin(long sequence) {
        NavigableMap<Long, PinnedPoint> fewer = new TreeMap<>(pins);
        fewer.remove(sequence);
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, chunks, fewer, destroyed, held);
    }

    ReplicaState withHeld(HeldPast past) {
        Map<UUID, HeldPast> more = new TreeMap<>(held);
        more.put(past.id(), past);
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, chunks, pins, destroyed,
                Collections.unmodifiableMap(more));
    }

    ReplicaState withoutHeld(UUID id) {
        Map<UUID, HeldPast> fewer = new TreeMap<>(held);
        fewer.remove(id);
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, chunks, pins, destroyed,
                Collections.unmodifiableMap(fewer));
    }

    /** Ranges that touch each other become one. */
    ReplicaState withDestroyed(SequenceRange range) {
        long first = range.first();
        long last = range.last();
        List<SequenceRange> apart = new ArrayList<>();
        for (SequenceRange other : destroyed) {
            if (other.last() + 1 < first || other.first() - 1 > last) {
                apart.add(other);
            } else {
                first = Math.min(first, other.first());
                last = Math.max(last, other.last());
            }
        }
        apart.add(new SequenceRange(first, last));
        apart.sort(Comparator.comparingLong(SequenceRange::first));
        return new ReplicaState(copied, base, applying, oldest, oldestMicros, chunks, pins, List.copyOf(apart), held);
    }
}
