package secondsite.agent.mirror;

import java.io.IOException;

/** The guest has no such disk. */
public final class DeviceGoneException extends IOException {

    private static final long serialVersionUID = 1;

    DeviceGoneException(String message) {
        super(message);
    }
}
