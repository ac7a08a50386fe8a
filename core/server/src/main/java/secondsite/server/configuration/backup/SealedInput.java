package secondsite.server.configuration.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;

/** Reads what {@link SealedOutput} wrote; gives no byte that was not checked, and no end that is not the real one. */
final class SealedInput extends InputStream {

    private final PushbackInputStream in;
    private final SecretKey key;
    private final byte[] bound;
    private byte[] piece = new byte[0];
    private int at;
    private int number;
    private boolean ended;

    SealedInput(InputStream in, SecretKey key, byte[] bound) {
        this.in = new PushbackInputStream(in);
        this.key = key;
        this.bound = bound.clone();
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (at == piece.length) {
            if (ended) {
                return -1;
            }
            open();
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, bytes, offset, count);
        at += count;
        return count;
    }

    private void open() throws IOException {
        byte[] sealed = in.readNBytes(Pieces.BYTES + Pieces.TAG_BYTES);
        int next = in.read();
        boolean last = next < 0;
        if (!last) {
            in.unread(next);
        }
        try {
            piece = Pieces.cipher(Cipher.DECRYPT_MODE, key, bound, number, last).doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new IOException("the backup is damaged or not whole (piece " + number + "); take another one", e);
        } catch (GeneralSecurityException e) {
            throw new IOException("the backup is damaged or not whole (piece " + number + ")", e);
        }
        at = 0;
        ended = last;
        number = Math.incrementExact(number);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
