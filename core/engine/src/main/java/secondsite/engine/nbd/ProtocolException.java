package secondsite.engine.nbd;

import java.io.IOException;

/** A client does not speak the protocol, or not all of it that is needed; it is disconnected. */
final class ProtocolException extends IOException {

    ProtocolException(String message) {
        super(message);
    }
}
