package secondsite.server.configuration.backup;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import secondsite.api.Json;
import secondsite.server.configuration.security.RecoveryKey;

/**
 * What a backup says of itself in clear. It stands first in the file, and is bound into all that follows.
 *
 * @param created   when what is in it was so
 * @param authority fingerprint of the deployment that it is of
 * @param how       how the key is made from the recovery passphrase
 * @param salt      random, of this backup
 * @param check     tells a wrong passphrase from a damaged backup
 */
record BackupHeader(Instant created, String authority, String how, String salt, String check) {

    private static final byte[] MAGIC = "secondsite backup 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int LONGEST = 4096;
    private static final int CHECK_BYTES = 16;

    static BackupHeader of(Instant created, String authority, RecoveryKey key, byte[] salt) {
        return new BackupHeader(created, authority, key.how(), Base64.getEncoder().encodeToString(salt),
                Base64.getEncoder().encodeToString(check(key, salt)));
    }

    private static byte[] check(RecoveryKey key, byte[] salt) {
        return Arrays.copyOf(key.derive(salt, "check of the passphrase").getEncoded(), CHECK_BYTES);
    }

    /** @return what is bound into the rest */
    byte[] write(OutputStream out) throws IOException {
        byte[] json = Json.write(this);
        var data = new DataOutputStream(out);
        data.write(MAGIC);
        data.writeInt(json.length);
        data.write(json);
        return json;
    }

    /** A header, with its bytes as they are in the file. */
    record Found(BackupHeader header, byte[] bound) {}

    /** @throws IOException when this is no backup, or one of a newer version */
    static Found read(InputStream in) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            boolean other = new String(magic, StandardCharsets.ISO_8859_1).startsWith("secondsite backup ");
            throw new IOException(other
                    ? "the backup was made by a newer version; use that version"
                    : "this is no backup of a configuration server");
        }
        int length = new DataInputStream(in).readInt();
        if (length < 2 || length > LONGEST) {
            throw new IOException("the backup is damaged: its header cannot have " + length + " bytes");
        }
        byte[] json = in.readNBytes(length);
        try {
            BackupHeader header = Json.read(json, BackupHeader.class);
            if (header.created() == null || header.authority() == null || header.how() == null || header.salt() == null
                    || header.check() == null) {
                throw new IOException("a field is missing");
            }
            return new Found(header, json);
        } catch (IOException e) {
            throw new IOException("the backup is damaged: its header cannot be read", e);
        }
    }

    /** @throws IOException when this is not the passphrase that held when the backup was made */
    SecretKey key(String passphrase) throws IOException {
        try {
            RecoveryKey key = RecoveryKey.again(how, passphrase);
            byte[] bytes = Base64.getDecoder().decode(salt);
            if (!MessageDigest.isEqual(check(key, bytes), Base64.getDecoder().decode(check))) {
                throw new IOException("the recovery passphrase is wrong: it is the one that held at " + created
                        + ", when the backup was made");
            }
            return content(key, bytes);
        } catch (IllegalArgumentException e) {
            throw new IOException("the backup is damaged: its header cannot be read", e);
        }
    }

    static SecretKey content(RecoveryKey key, byte[] salt) {
        return key.derive(salt, "content");
    }
}
