package secondsite.engine.journal;

import java.util.UUID;
import secondsite.engine.segment.MarkKind;

/**
 * A mark in a journal: what it stands for and where it is. Time in microseconds since 1970.
 *
 * @param position about how many bytes of the journal are before it
 */
public record MarkEntry(long sequence, long timeMicros, MarkKind kind, UUID id, String label, long position) {}
