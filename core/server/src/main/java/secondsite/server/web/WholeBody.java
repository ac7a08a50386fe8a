package secondsite.server.web;

import java.io.IOException;
import java.io.InputStream;

/** A body of known length that tells when the last of it was read. */
final class WholeBody extends InputStream {

    private final InputStream inner;
    private final Runnable whenRead;
    private long left;

    WholeBody(InputStream inner, long length, Runnable whenRead) {
        this.inner = inner;
        this.left = length;
        this.whenRead = whenRead;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = some(into, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new PeerGoneException("the body ended " + left + " bytes too early", null);
        }
        if (count > 0) {
            left -= count;
            if (left == 0) {
                whenRead.run();
            }
        }
        return count;
    }

    private int some(byte[] into, int offset, int length) throws IOException {
        try {
            return inner.read(into, offset, length);
        } catch (RuntimeException e) {
            throw new PeerGoneException("the peer is gone", e);
        }
    }
}
