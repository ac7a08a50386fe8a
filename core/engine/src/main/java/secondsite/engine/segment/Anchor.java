package secondsite.engine.segment;

/**
 * A place in a segment from which reading can begin.
 *
 * @param framePosition in bytes
 * @param sequence the first one of the batch there
 * @param earliestMicros the earliest time of a record from here to the next anchor, microseconds since 1970
 */
public record Anchor(long framePosition, long sequence, long earliestMicros) {}
