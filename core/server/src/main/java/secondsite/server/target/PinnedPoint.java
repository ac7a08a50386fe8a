package secondsite.server.target;

import java.time.Instant;

/**
 * A sequence that is kept until somebody lets it go.
 *
 * @param label for people
 * @param who   asked for it
 * @param made  when that was
 * @param time  when the record at the sequence was made; what it was is not known for pins of an earlier version
 */
public record PinnedPoint(long sequence, String label, String who, Instant made, Instant time) {

    static final int MAX_LABEL = 500;
    static final int MAX_WHO = 200;

    public PinnedPoint {
        if (label.length() > MAX_LABEL || who.length() > MAX_WHO) {
            throw new IllegalArgumentException("a pin's label has at most " + MAX_LABEL + " characters, the name of who"
                    + " asks for it " + MAX_WHO);
        }
    }
}
