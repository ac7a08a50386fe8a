package secondsite.agent.mirror;

import java.io.IOException;

/** The guest's disk has another size than it had. */
public final class ResizedException extends IOException {

    private static final long serialVersionUID = 1;

    ResizedException(String message) {
        super(message);
    }
}
