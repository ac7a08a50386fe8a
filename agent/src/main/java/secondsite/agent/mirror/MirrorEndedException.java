package secondsite.agent.mirror;

import java.io.IOException;

/** The guest's writes are not brought to us any more. */
public final class MirrorEndedException extends IOException {

    private static final long serialVersionUID = 1;

    MirrorEndedException(String message) {
        super(message);
    }
}
