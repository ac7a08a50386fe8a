package secondsite.server.administration;

import java.io.IOException;

/** Nobody is signed in; the message says what to do. */
final class NoSessionException extends IOException {

    private static final long serialVersionUID = 1;

    NoSessionException(String message) {
        super(message);
    }
}
