package secondsite.agent.mirror;

import java.io.IOException;

/** The guest is not running. */
public final class GuestAwayException extends IOException {

    private static final long serialVersionUID = 1;

    public GuestAwayException(String message) {
        super(message);
    }
}
