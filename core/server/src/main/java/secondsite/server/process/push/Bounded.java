package secondsite.server.process.push;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Keeps the beginning of what comes, and lets the rest pass by: a machine may say what it wants. Safe for use by several threads. */
final class Bounded extends OutputStream {

    private final int limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Bounded(int limit) {
        this.limit = limit;
    }

    @Override
    public synchronized void write(int one) {
        if (kept.size() < limit) {
            kept.write(one);
        }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int count) {
        kept.write(bytes, from, Math.max(0, Math.min(count, limit - kept.size())));
    }

    synchronized String text() {
        return kept.toString(StandardCharsets.UTF_8);
    }
}
