package secondsite.agent.capture;

import java.io.Closeable;
import java.io.IOException;

/** The files beside a spool, opened together. */
record CaptureFiles(StateFile state, DirtyBitmap dirty, WriteIntent intent) implements Closeable {

    @Override
    public void close() throws IOException {
        try (state; dirty; intent) {
            // closed in turn, whatever fails
        }
    }
}
