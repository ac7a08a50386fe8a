package secondsite.server.configuration.notification;

import java.io.IOException;
import java.time.Instant;

/** A way by which notices leave. */
interface Way extends AutoCloseable {

    /** @throws IOException when it was not taken, saying why, without any secret */
    void send(Batch batch, Instant now) throws IOException;

    @Override
    void close();
}
