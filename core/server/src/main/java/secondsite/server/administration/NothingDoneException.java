package secondsite.server.administration;

import java.io.IOException;

/** A verb ends before it asked the server for anything to be done; the message says why. */
final class NothingDoneException extends IOException {

    private static final long serialVersionUID = 1;

    NothingDoneException(String message) {
        super(message);
    }
}
