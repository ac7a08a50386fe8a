package secondsite.engine.journal.tool;

/**
 * Something in a journal that is not as it should be. Times in microseconds since 1970.
 *
 * @param file the file that it is in
 * @param position where in the file it begins, in bytes
 * @param what is wrong
 * @param fix what a person can do
 * @param range the records that it concerns
 */
public record Finding(Severity severity, String file, long position, String what, String fix, Range range) {

    /** How bad it is. */
    public enum Severity {
        /** Nothing that was durable is lost; it is put right when the journal is opened. */
        WARNING,
        /** Records are lost or cannot be believed. */
        DAMAGE
    }

    /** Sequences and times, both ends included; 0 for a time that is not known. */
    public record Range(long firstSequence, long lastSequence, long firstMicros, long lastMicros) {

        /** No records. */
        public static final Range NONE = new Range(0, -1, 0, 0);

        public boolean isEmpty() {
            return lastSequence < firstSequence;
        }
    }

    @Override
    public String toString() {
        String records = range.isEmpty()
                ? ""
                : " [records %d to %d, %s to %s]".formatted(range.firstSequence(), range.lastSequence(),
                        Text.time(range.firstMicros()), Text.time(range.lastMicros()));
        return "%s %s at %d: %s%s; %s".formatted(severity, file, position, what, records, fix);
    }
}
