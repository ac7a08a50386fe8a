package secondsite.server.target;

import java.time.Instant;
import java.util.UUID;

/**
 * A sequence that is kept for somebody who reads from it, until that one lets it go: a machine that runs over the disk as it was. Not a
 * person's {@link PinnedPoint}: letting go of one leaves the other.
 *
 * @param id    chosen by who asked for it
 * @param asked the moment as it was asked for
 * @param label for people
 */
public record HeldPast(UUID id, long sequence, String asked, String label, Instant since) {

    public static final int MAX_LABEL = 200;
    public static final int MAX_ASKED = 100;

    public HeldPast {
        if (label.length() > MAX_LABEL || asked.length() > MAX_ASKED) {
            throw new IllegalArgumentException("the label of what is kept has at most " + MAX_LABEL
                    + " characters, the moment " + MAX_ASKED);
        }
    }
}
