package secondsite.server.configuration.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/**
 * Encrypts a stream in pieces: AES-256-GCM, each piece numbered, the last one marked, so that none can be changed, moved, left out or cut
 * off. The key must be used for one stream only.
 */
final class SealedOutput extends OutputStream {

    private final OutputStream out;
    private final SecretKey key;
    private final byte[] bound;
    private final byte[] piece = new byte[Pieces.BYTES];
    private int filled;
    private int number;
    private boolean closed;

    /** @param bound known to who reads, and bound into every piece */
    SealedOutput(OutputStream out, SecretKey key, byte[] bound) {
        this.out = out;
        this.key = key;
        this.bound = bound.clone();
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[]{(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int at = offset;
        while (at < offset + length) {
            if (filled == piece.length) {
                seal(false);
            }
            int count = Math.min(piece.length - filled, offset + length - at);
            System.arraycopy(bytes, at, piece, filled, count);
            filled += count;
            at += count;
        }
    }

    private void seal(boolean last) throws IOException {
        try {
            out.write(Pieces.cipher(Cipher.ENCRYPT_MODE, key, bound, number, last).doFinal(piece, 0, filled));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot encrypt", e);
        }
        filled = 0;
        number = Math.incrementExact(number);
    }

    /** Writes the last piece, without which the rest is nothing, and closes what is below. */
    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try (out) {
                seal(true);
            }
        }
    }
}
