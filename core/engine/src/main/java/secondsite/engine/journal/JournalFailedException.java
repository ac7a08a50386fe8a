package secondsite.engine.journal;

import java.io.IOException;

/** A journal that takes nothing more because an append or force has failed before. Opened anew it can go on. */
public final class JournalFailedException extends IOException {

    public JournalFailedException(String place, Throwable first) {
        super(place + ": nothing more is taken since this failed: " + first.getMessage()
                + "; see to the cause and open the journal anew", first);
    }
}
