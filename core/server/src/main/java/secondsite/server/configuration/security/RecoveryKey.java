package secondsite.server.configuration.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The key of backups, made from the recovery passphrase.
 *
 * @param how written in each backup: with it and the passphrase the key is made again; {@code $argon2id$v=19$m=..,t=..,p=..$salt}
 * @param key 32 bytes in base 64
 */
public record RecoveryKey(String how, String key) {

    private static final Pattern HOW = Pattern
            .compile("\\$argon2id\\$v=19\\$m=\\d{1,7},t=\\d{1,2},p=\\d\\$[A-Za-z0-9+/]{22}");
    private static final int KEY_BYTES = 32;

    /** @param hash of a passphrase, as {@link SlowHash} makes it: the hash is the key */
    static RecoveryKey of(String hash) {
        int end = hash.lastIndexOf('$');
        return new RecoveryKey(hash.substring(0, end), hash.substring(end + 1));
    }

    /** As {@link #of} takes it. */
    String hash() {
        return how + "$" + key;
    }

    /**
     * Makes the key of a backup again.
     *
     * @param typed the recovery passphrase, however it was typed
     * @throws IOException when a backup cannot say this of its key
     */
    public static RecoveryKey again(String how, String typed) throws IOException {
        if (!HOW.matcher(how).matches()) {
            throw new IOException("the backup is damaged: it does not say how its key is made");
        }
        return of(SlowHash.again(Words.plain(typed), how));
    }

    /**
     * A key for one purpose in one backup.
     *
     * @param salt random, of this backup
     */
    public SecretKey derive(byte[] salt, String purpose) {
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", HKDFParameterSpec.ofExtract()
                    .addIKM(Base64.getDecoder().decode(key)).addSalt(salt)
                    .thenExpand(("secondsite backup, " + purpose).getBytes(StandardCharsets.UTF_8),
                            KEY_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do HKDF", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "RecoveryKey[" + how + "]";
    }
}
