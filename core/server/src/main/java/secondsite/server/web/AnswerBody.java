package secondsite.server.web;

import java.io.IOException;
import java.io.OutputStream;

/** The body of an answer; says when nobody takes it any more. */
final class AnswerBody extends OutputStream {

    private final OutputStream inner;

    AnswerBody(OutputStream inner) {
        this.inner = inner;
    }

    private interface Work {
        void run() throws IOException;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        reaching(() -> inner.write(bytes, offset, length));
    }

    @Override
    public void flush() throws IOException {
        reaching(inner::flush);
    }

    @Override
    public void close() throws IOException {
        reaching(inner::close);
    }

    private static void reaching(Work work) throws IOException {
        try {
            work.run();
        } catch (RuntimeException e) {
            throw new PeerGoneException("the peer is gone", e);
        }
    }
}
