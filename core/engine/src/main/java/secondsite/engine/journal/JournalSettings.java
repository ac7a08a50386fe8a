package secondsite.engine.journal;

/** @param segmentBytes size at which a segment is sealed and the next one begun */
public record JournalSettings(long segmentBytes) {

    public static final JournalSettings DEFAULTS = new JournalSettings(64L << 20);
}
