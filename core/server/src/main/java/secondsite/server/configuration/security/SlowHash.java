package secondsite.server.configuration.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Hashes of what people keep in their heads, slow to try: Argon2id, written as {@code $argon2id$v=19$m=..,t=..,p=..$salt$hash}. */
final class SlowHash {

    private static final int MEMORY_KIBIBYTES = 19 << 10;
    private static final int MOST_MEMORY_KIBIBYTES = 1 << 20;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    /** Each takes much memory for a moment. */
    private static final Semaphore AT_ONCE = new Semaphore(2, true);
    private static final Pattern FORM = Pattern
            .compile("\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([^$]+)\\$([^$]+)");

    private SlowHash() {}

    static String of(String secret, SecureRandom random) {
        byte[] salt = random(SALT_BYTES, random);
        return written(salt, hash(secret, salt, MEMORY_KIBIBYTES, PASSES, LANES, HASH_BYTES));
    }

    /** A hash that no secret has, and that takes as long to try as any. */
    static String ofNothing(SecureRandom random) {
        return written(random(SALT_BYTES, random), random(HASH_BYTES, random));
    }

    private static byte[] random(int bytes, SecureRandom random) {
        byte[] some = new byte[bytes];
        random.nextBytes(some);
        return some;
    }

    private static String written(byte[] salt, byte[] hash) {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIBIBYTES + ",t=" + PASSES + ",p=" + LANES + "$"
                + base64.encodeToString(salt) + "$" + base64.encodeToString(hash);
    }

    /** @throws IllegalArgumentException when the hash is none */
    static boolean matches(String secret, String hash) {
        Matcher parts = FORM.matcher(hash);
        if (!parts.matches()) {
            throw new IllegalArgumentException("the hash is not of the form $argon2id$v=19$...");
        }
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] found = hash(secret, Base64.getDecoder().decode(parts.group(4)), Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)), expected.length);
        return MessageDigest.isEqual(expected, found);
    }

    /** The hash of a secret with salt and cost of another one. @param how that one without what follows the last {@code $} */
    static String again(String secret, String how) {
        Matcher parts = FORM.matcher(how + "$-");
        if (!parts.matches() || Integer.parseInt(parts.group(1)) > MOST_MEMORY_KIBIBYTES) {
            throw new IllegalArgumentException(
                    "the hash is not of the form $argon2id$v=19$..., or would cost too much");
        }
        byte[] hash = hash(secret, Base64.getDecoder().decode(parts.group(4)), Integer.parseInt(parts.group(1)),
                Math.max(1, Integer.parseInt(parts.group(2))), Math.max(1, Integer.parseInt(parts.group(3))),
                HASH_BYTES);
        return how + "$" + Base64.getEncoder().withoutPadding().encodeToString(hash);
    }

    private static byte[] hash(String secret, byte[] salt, int memory, int passes, int lanes, int bytes) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13).withSalt(salt).withMemoryAsKB(memory)
                .withIterations(passes).withParallelism(lanes).build());
        byte[] hash = new byte[bytes];
        AT_ONCE.acquireUninterruptibly();
        try {
            generator.generateBytes(secret.getBytes(StandardCharsets.UTF_8), hash);
        } finally {
            AT_ONCE.release();
        }
        return hash;
    }
}
