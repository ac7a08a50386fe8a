package secondsite.server.target;

import java.io.IOException;

/** A sequence that the disk cannot be brought back to; the message says why and what is near. */
public final class NotRecoverableException extends IOException {

    public NotRecoverableException(String why) {
        super(why);
    }
}
