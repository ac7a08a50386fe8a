package secondsite.engine.segment;

/** A record with its place in the order of a disk and its time, in microseconds since 1970. */
public record SequencedRecord(long sequence, long timeMicros, Record record) {}
