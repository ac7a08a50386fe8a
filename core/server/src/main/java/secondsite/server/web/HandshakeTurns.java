package secondsite.server.web;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets only a few handshakes be computed at a time. When thousands come at once, as after a restart, all of them side by side would be
 * slower than any client waits, none would be through, and all would come again; one after another they are through soon, and requests
 * on connections that stand are answered meanwhile. Who waits for its turn too long is cut, and comes again when there is less of a
 * crowd. A handshake holds its turn only while it is computed, never while it waits for its peer, so nobody keeps others from theirs.
 */
final class HandshakeTurns {

    private static final int TURNS_PER_PROCESSOR = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Semaphore begins;
    private final Semaphore ends;
    private final Duration patience;

    HandshakeTurns() {
        this(TURNS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), PATIENCE);
    }

    HandshakeTurns(int turns, Duration patience) {
        this.begins = new Semaphore(turns, true);
        this.ends = new Semaphore(turns, true);
        this.patience = patience;
    }

    /** What a peer sends, read in turns until the handshake is over. */
    Turns of(InputStream peer) {
        return new Turns(peer);
    }

    /** The bytes that a peer sends. For one thread until {@link #over}. */
    final class Turns extends FilterInputStream {

        /** Work that is begun goes before work that is not: then it was not in vain. */
        private Semaphore next = begins;
        private Semaphore held;
        private volatile boolean over;

        private Turns(InputStream peer) {
            super(peer);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (over || held != null && in.available() > 0) {
                return in.read(into, offset, length);
            }
            giveBack();
            int count = in.read(into, offset, length);
            take();
            return count;
        }

        /** A socket's own exception ends the connection without a word, which a peer would take for a mistake in the protocol. */
        private void take() throws IOException {
            try {
                if (!next.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    throw new SocketException("too many handshakes at once");
                }
                held = next;
                next = ends;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted before a handshake", e);
            }
        }

        private void giveBack() {
            if (held != null) {
                held.release();
                held = null;
            }
        }

        /** The handshake is over, well or not. */
        void over() {
            over = true;
            giveBack();
        }
    }
}
