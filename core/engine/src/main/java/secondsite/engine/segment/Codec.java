package secondsite.engine.segment;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** How payloads are stored: as they are, or as one LZ4 block. Decompresses only into a buffer of a size that was checked before. */
final class Codec {

    static final int PLAIN = 0;
    static final int LZ4 = 1;

    private static final LZ4Factory FACTORY = LZ4Factory.fastestInstance();
    private static final LZ4Compressor COMPRESSOR = FACTORY.fastCompressor();
    private static final LZ4SafeDecompressor DECOMPRESSOR = FACTORY.safeDecompressor();

    private Codec() {}

    /** Compresses into {@code to} if the result is shorter than {@code length}; else 0, and {@code to} holds nothing of use. */
    static int compress(ByteBuffer from, int at, int length, ByteBuffer to, int toAt) {
        if (length < 2) {
            return 0;
        }
        try {
            return COMPRESSOR.compress(from, at, length, to, toAt, length - 1);
        } catch (LZ4Exception doesNotShrink) {
            return 0;
        }
    }

    /** Decompresses a block that must give exactly {@code rawLength} bytes. */
    static ByteBuffer decompress(ByteBuffer from, int at, int length, int rawLength) throws LZ4Exception {
        ByteBuffer raw = ByteBuffer.allocate(rawLength);
        int got = DECOMPRESSOR.decompress(from, at, length, raw, 0, rawLength);
        if (got != rawLength) {
            throw new LZ4Exception("gives " + got + " bytes, not " + rawLength);
        }
        return raw;
    }
}
