package secondsite.engine.journal;

import java.util.UUID;
import secondsite.engine.segment.MarkKind;

/** A mark in a journal: what it stands for and where it is. Time in microseconds since 1970. */
public record MarkEntry(long sequence, long timeMicros, MarkKind kind, UUID id, String label) {}
