package secondsite.agent.capture;

import java.io.IOException;

/** The spool may take no more. */
final class SpoolFullException extends IOException {

    SpoolFullException(String message) {
        super(message);
    }
}
