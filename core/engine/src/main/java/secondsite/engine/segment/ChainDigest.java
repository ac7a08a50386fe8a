package secondsite.engine.segment;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** The digest of a segment while it grows: over its header and the headers of its batches, in order. For one thread. */
public final class ChainDigest {

    /** What the first segment of a journal names as the one before. */
    public static final byte[] NONE = new byte[16];

    private final MessageDigest digest;

    public ChainDigest(SegmentHeader header) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        digest.update(header.bytes());
    }

    public void add(Batch batch) {
        ByteBuffer bytes = batch.bytes();
        add(bytes, 0);
    }

    /** Adds a batch header that stands in a buffer; changes the buffer's position and limit. */
    void add(ByteBuffer in, int at) {
        digest.update(in.limit(at + BatchHeader.BYTES).position(at));
    }

    /** The first 16 bytes of the digest so far. */
    public byte[] value() {
        try {
            return Arrays.copyOf(((MessageDigest) digest.clone()).digest(), 16);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of the platform can be cloned", e);
        }
    }
}
