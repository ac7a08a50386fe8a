import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Disk images for the benchmarks, the same for the same seed: {@code make FILE MIB SEED} writes a quarter holes, a quarter text, a
 * quarter zeros and a quarter random bytes in stretches of 16 MiB; {@code change FILE PERCENT SEED} overwrites so many of its 4 KiB
 * blocks, scattered, with random bytes.
 */
public final class TestImage {

    private static final int STRETCH = 16 << 20;
    private static final int BLOCK = 4096;

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1]);
        var random = new SplittableRandom(Long.parseLong(arguments[3]));
        switch (arguments[0]) {
            case "make" -> make(file, Long.parseLong(arguments[2]) << 20, random);
            case "change" -> change(file, Double.parseDouble(arguments[2]), random);
            default -> throw new IllegalArgumentException("make or change, not " + arguments[0]);
        }
    }

    private static void make(Path file, long size, SplittableRandom random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (long offset = 0; offset < size; offset += STRETCH) {
                byte[] content = switch ((int) (offset / STRETCH % 4)) {
                    case 1 -> text(random);
                    case 2 -> new byte[STRETCH];
                    case 3 -> noise(random);
                    default -> null;
                };
                if (content != null) {
                    writeFully(channel, ByteBuffer.wrap(content), offset);
                }
            }
            if (channel.size() < size) {
                channel.write(ByteBuffer.allocate(1), size - 1);
            }
        }
    }

    private static byte[] noise(SplittableRandom random) {
        byte[] bytes = new byte[STRETCH];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Lines as a server logs them: a rising time, a level, words of an uneven vocabulary, a number. */
    private static byte[] text(SplittableRandom random) {
        byte[][] words = vocabulary();
        ByteBuffer out = ByteBuffer.allocate(STRETCH);
        long time = 1_700_000_000L;
        while (out.hasRemaining()) {
            time += random.nextInt(5);
            put(out, (time + " INFO ").getBytes(StandardCharsets.US_ASCII));
            for (int left = 5 + random.nextInt(10); left > 0; left--) {
                double bell = Math.abs(random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5);
                put(out, words[(int) (bell / 1.5 * (words.length - 1))]);
            }
            put(out, (random.nextInt(100_000) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        return out.array();
    }

    private static byte[][] vocabulary() {
        var random = new SplittableRandom(7);
        byte[][] words = new byte[2000][];
        for (int i = 0; i < words.length; i++) {
            byte[] word = new byte[3 + random.nextInt(9)];
            for (int j = 0; j < word.length - 1; j++) {
                word[j] = (byte) ('a' + random.nextInt(26));
            }
            word[word.length - 1] = ' ';
            words[i] = word;
        }
        return words;
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        out.put(bytes, 0, Math.min(bytes.length, out.remaining()));
    }

    private static void change(Path file, double percent, SplittableRandom random) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long blocks = channel.size() / BLOCK;
            long wanted = (long) (blocks * percent / 100);
            BitSet chosen = new BitSet();
            while (chosen.cardinality() < wanted) {
                chosen.set((int) random.nextLong(blocks));
            }
            byte[] content = new byte[BLOCK];
            for (int block = chosen.nextSetBit(0); block >= 0; block = chosen.nextSetBit(block + 1)) {
                random.nextBytes(content);
                writeFully(channel, ByteBuffer.wrap(content), (long) block * BLOCK);
            }
            System.out.println("changed " + wanted + " of " + blocks + " blocks of 4 KiB");
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer from, long offset) throws IOException {
        long position = offset;
        while (from.hasRemaining()) {
            position += channel.write(from, position);
        }
    }
}
