package secondsite.engine.segment;

/** A mark as an index keeps it. Time in microseconds since 1970. */
public record IndexedMark(long sequence, long timeMicros, Record.Mark mark) {

    /** @param record one that is a mark */
    public static IndexedMark of(SequencedRecord record) {
        return new IndexedMark(record.sequence(), record.timeMicros(), (Record.Mark) record.record());
    }
}
