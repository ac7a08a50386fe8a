package secondsite.server.web;

import java.io.IOException;

/** The peer went away, or was cut off, in the middle of its request: there is nobody to answer. */
public final class PeerGoneException extends IOException {

    PeerGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
