package secondsite.server.target;

/** Sequences from first to last, both included. */
public record SequenceRange(long first, long last) {

    public SequenceRange {
        if (first > last) {
            throw new IllegalArgumentException("range from " + first + " to " + last);
        }
    }

    public boolean contains(long sequence) {
        return first <= sequence && sequence <= last;
    }
}
