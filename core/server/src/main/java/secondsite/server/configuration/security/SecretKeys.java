package secondsite.server.configuration.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import secondsite.api.client.PrivateFiles;

/**
 * The keys with which secrets are sealed: a file beside the database, so that who gets hold of the database alone has no secret. A line
 * is a key, its name before it; the last seals. AES-256-GCM; what the secret belongs to is bound into the seal, so that none can be put
 * in the place of another. Safe for use by several threads.
 */
public final class SecretKeys {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int ID_BYTES = 4;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final long LIMIT_BYTES = 64 << 10;
    private static final Pattern LINE = Pattern.compile("([0-9a-f]{8}) ([A-Za-z0-9+/]{43}=)");
    private static final Pattern SEALED = Pattern.compile("1:([0-9a-f]{8}):([A-Za-z0-9+/]+=*)");

    private record Key(String id, SecretKeySpec key) {}

    private final Path file;
    private final SecureRandom random;
    /** Also those that are no longer in the file: somebody may be about to open what was sealed with them. */
    private final Map<String, Key> known = new ConcurrentHashMap<>();
    private volatile Key newest;

    private SecretKeys(Path file, SecureRandom random) {
        this.file = file;
        this.random = random;
    }

    /**
     * Opens the keys; makes them, if the file is not there, for its owner only.
     *
     * @throws IOException when the file cannot be read, is damaged, or others may read it
     */
    public static SecretKeys open(Path file, SecureRandom random) throws IOException {
        var keys = new SecretKeys(file, random);
        if (Files.exists(file)) {
            keys.read();
        } else {
            keys.keep(List.of(keys.make()));
        }
        return keys;
    }

    private void read() throws IOException {
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        if (!others.isEmpty()) {
            throw new IOException(file + " can be used by others than its owner; correct that with 'chmod 600', and"
                    + " change the key if somebody may have read it");
        }
        if (Files.size(file) > LIMIT_BYTES) {
            throw damaged("it is too large");
        }
        List<Key> keys = new ArrayList<>();
        for (String line : Files.readString(file).lines().toList()) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw damaged("line " + (keys.size() + 1) + " is no key");
            }
            keys.add(new Key(parts.group(1), key(Base64.getDecoder().decode(parts.group(2)))));
        }
        if (keys.isEmpty()) {
            throw damaged("it is empty");
        }
        keys.forEach(key -> known.put(key.id(), key));
        newest = keys.getLast();
    }

    private IOException damaged(String why) {
        return new IOException(file + " is damaged: " + why + "; bring it back from a backup");
    }

    private static SecretKeySpec key(byte[] bytes) {
        return new SecretKeySpec(bytes, "AES");
    }

    private Key make() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        return new Key(HexFormat.of().formatHex(id), key(bytes));
    }

    private void keep(List<Key> keys) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        PrivateFiles.delete(unfinished);
        PrivateFiles.text(unfinished, keys.stream()
                .map(key -> key.id() + " " + Base64.getEncoder().encodeToString(key.key().getEncoded()) + "\n")
                .collect(Collectors.joining()));
        PrivateFiles.rename(unfinished, file);
        keys.forEach(key -> known.put(key.id(), key));
        newest = keys.getLast();
    }

    /** From now on another key seals; what was sealed before can still be opened. Durable on return. One thread at a time. */
    void add() throws IOException {
        var keys = new LinkedHashMap<>(known);
        Key made = make();
        keys.remove(newest.id());
        List<Key> all = new ArrayList<>(keys.values());
        all.add(newest);
        all.add(made);
        keep(all);
    }

    /** Destroys all keys but that which seals. One thread at a time. */
    void keepNewest() throws IOException {
        keep(List.of(newest));
    }

    /** @param name what the secret belongs to; needed to open it */
    String seal(String name, String secret) {
        Key key = newest;
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] text = cipher(Cipher.ENCRYPT_MODE, key, name, nonce)
                    .doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return "1:" + key.id() + ":" + Base64.getEncoder().encodeToString(
                    ByteBuffer.allocate(nonce.length + text.length).put(nonce).put(text).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + CIPHER, e);
        }
    }

    /** @throws IOException when the key is gone, or this was not sealed for this name */
    String open(String name, String sealed) throws IOException {
        Matcher parts = SEALED.matcher(sealed);
        if (!parts.matches()) {
            throw new IOException("the secret of " + name + " is damaged; give it again");
        }
        Key key = known.get(parts.group(1));
        if (key == null) {
            throw new IOException("the secret of " + name + " was sealed with the key " + parts.group(1)
                    + ", which is not in " + file + "; bring that file back from a backup, or give the secret again");
        }
        byte[] bytes = Base64.getDecoder().decode(parts.group(2));
        if (bytes.length < NONCE_BYTES) {
            throw new IOException("the secret of " + name + " is damaged; give it again");
        }
        return open(name, key, ByteBuffer.wrap(bytes));
    }

    private static String open(String name, Key key, ByteBuffer bytes) throws IOException {
        byte[] nonce = new byte[NONCE_BYTES];
        bytes.get(nonce);
        try {
            return new String(cipher(Cipher.DECRYPT_MODE, key, name, nonce).doFinal(bytes.array(), NONCE_BYTES,
                    bytes.remaining()), StandardCharsets.UTF_8);
        } catch (AEADBadTagException e) {
            throw new IOException("the secret of " + name + " was damaged, or put there from elsewhere; give it again",
                    e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + CIPHER, e);
        }
    }

    private static Cipher cipher(int mode, Key key, String name, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("secondsite secret\n" + key.id() + "\n" + name).getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
