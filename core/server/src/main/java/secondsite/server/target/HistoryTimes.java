package secondsite.server.target;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import secondsite.engine.journal.Journal;
import secondsite.engine.journal.MarkEntry;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.SequencedRecord;

/** When the records of a replica were made, and which were made when. */
final class HistoryTimes {

    /** Beyond any time that a record can have, and far from the end of a long in microseconds. */
    private static final long MAX_SECONDS = 1L << 40;

    private final StateFile state;
    private final Journal journal;
    private final Instant created;
    private final Recovering recovering;
    private volatile Oldest oldest = new Oldest(-1, 0);

    /** When the oldest sequence's record was made. */
    private record Oldest(long sequence, long micros) {}

    /** What can be recovered now. */
    interface Recovering {

        Recoverability now() throws IOException;
    }

    /** @param created when the replica was made */
    HistoryTimes(StateFile state, Journal journal, Instant created, Recovering recovering) {
        this.state = state;
        this.journal = journal;
        this.created = created;
        this.recovering = recovering;
    }

    List<RecoveryPoint> points(Instant from, Instant to) throws IOException {
        Recoverability now = recovering.now();
        // Once over both lists: to ask the journal for each of thousands of marks would take seconds.
        List<SequenceRange> ranges = now.ranges();
        List<RecoveryPoint> points = new ArrayList<>();
        int range = 0;
        for (MarkEntry mark : now.marks()) {
            while (range < ranges.size() && ranges.get(range).last() < mark.sequence()) {
                range++;
            }
            boolean resync = mark.kind() == MarkKind.RESYNC_BEGINS || mark.kind() == MarkKind.RESYNC_ENDED;
            if (range < ranges.size() && ranges.get(range).contains(mark.sequence()) && !resync) {
                add(mark, from, to, points);
            }
        }
        return points;
    }

    private static void add(MarkEntry mark, Instant from, Instant to, List<RecoveryPoint> points) {
        Instant time = instant(mark.timeMicros());
        if (!time.isBefore(from) && !time.isAfter(to)) {
            points.add(new RecoveryPoint(mark.sequence(), time, mark.kind(), mark.id(), mark.label(),
                    mark.position()));
        }
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Clipped to what a record's time can be. */
    private static long micros(Instant time) {
        return Math.clamp(time.getEpochSecond(), -MAX_SECONDS, MAX_SECONDS) * 1_000_000 + time.getNano() / 1000;
    }

    Optional<SequenceRange> madeBetween(Instant from, Instant to) throws IOException {
        long last = Math.min(journal.sequenceAt(micros(to)), journal.durableSequence());
        long before = journal.sequenceAt(micros(from) - 1);
        long oldest = state.current().oldest();
        long first = before < journal.firstSequence() && baseBetween(from, to) ? oldest : Math.max(before + 1, oldest);
        return first > last ? Optional.empty() : Optional.of(new SequenceRange(first, last));
    }

    /** Whether the state that the base alone tells was made in a time; when nobody knows, it is as old as the replica. */
    private boolean baseBetween(Instant from, Instant to) {
        long known = state.current().oldestMicros();
        Instant made = known == 0 ? created : instant(known);
        return !made.isBefore(from) && !made.isAfter(to);
    }

    /**
     * Where the base alone tells of a sequence and nobody knows when it was, the time of the first record after it; where there is none, that
     * of the replica's beginning: the disk has written nothing since.
     */
    Instant of(long sequence) throws IOException {
        long ofBase = state.current().oldestMicros();
        if (journal.durableSequence() < journal.firstSequence()) {
            return ofBase == 0 ? created : instant(ofBase);
        }
        return sequence < journal.firstSequence() && ofBase != 0
                ? instant(ofBase)
                : instant(micros(Math.max(sequence, journal.firstSequence())));
    }

    OptionalLong sequenceAt(Instant time) throws IOException {
        long micros = micros(time);
        ReplicaState now = state.current();
        OptionalLong found = recovering.now().atOrBefore(journal.sequenceAt(micros));
        boolean tooEarly = found.isPresent() && found.getAsLong() == now.oldest() && micros < now.oldestMicros();
        return tooEarly ? OptionalLong.empty() : found;
    }

    /** When the oldest record was made, or the first one where the base alone tells of it; empty when there is none. */
    Optional<Instant> oldestTime() throws IOException {
        ReplicaState now = state.current();
        long durable = journal.durableSequence();
        if (!now.copied() || now.oldest() > durable || durable < journal.firstSequence() && now.oldestMicros() == 0) {
            return Optional.empty();
        }
        if (now.oldestMicros() == 0 && oldest.sequence() != now.oldest()) {
            oldest = new Oldest(now.oldest(), micros(Math.max(now.oldest(), journal.firstSequence())));
        }
        long micros = now.oldestMicros() != 0 ? now.oldestMicros() : oldest.micros();
        return Optional.of(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    /** Of a record, in microseconds since 1970. */
    long micros(long sequence) throws IOException {
        long micros = 0;
        try (var cursor = journal.cursor(sequence)) {
            for (SequencedRecord each : cursor.next(Long.MAX_VALUE).orElseThrow().records()) {
                if (each.sequence() <= sequence) {
                    micros = each.timeMicros();
                }
            }
        }
        return micros;
    }
}
