package secondsite.engine.segment;

/**
 * What the header of a batch says of its records, its payload unread.
 *
 * @param thinned    only its end is a recovery point
 * @param unfinished not even its end is one
 */
public record BatchHead(long firstSequence, long lastSequence, boolean thinned, boolean unfinished) {}
