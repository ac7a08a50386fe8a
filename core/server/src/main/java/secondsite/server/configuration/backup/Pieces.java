package secondsite.server.configuration.backup;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/** How the pieces of an encrypted stream are numbered. */
final class Pieces {

    /** Of a piece before it is encrypted; only the last is shorter. */
    static final int BYTES = 64 << 10;
    static final int TAG_BYTES = 16;

    private static final int NONCE_BYTES = 12;

    private Pieces() {}

    static Cipher cipher(int mode, SecretKey key, byte[] bound, int number, boolean last)
            throws GeneralSecurityException {
        byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putInt(last ? 1 : 0).putLong(number).array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
