package secondsite.drill.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a disk must hold: of each block the number that was last acknowledged to be written there, from which its content follows; 0 for
 * zeros. Safe for use by several threads.
 */
public final class WrittenDisk {

    public static final int BLOCK = 4096;

    private final int[] numbers;
    private int last;

    public WrittenDisk(int blocks) {
        numbers = new int[blocks];
    }

    public int blocks() {
        return numbers.length;
    }

    public long size() {
        return (long) numbers.length * BLOCK;
    }

    /** A number that was never written. */
    synchronized int nextNumber() {
        return ++last;
    }

    synchronized int number(int block) {
        return numbers[block];
    }

    synchronized void acknowledged(int block, int count, int number) {
        Arrays.fill(numbers, block, block + count, number);
    }

    /** What blocks that were written with this number hold. */
    static ByteBuffer content(int block, int count, int number) {
        ByteBuffer content = ByteBuffer.allocate(count * BLOCK);
        for (int i = block; number != 0 && i < block + count; i++) {
            var random = new SplittableRandom((long) i << 32 | number);
            for (int at = 0; at < BLOCK; at += Long.BYTES) {
                content.putLong(random.nextLong());
            }
        }
        return content.clear();
    }

    /** The whole disk as it must be now. */
    public synchronized ByteBuffer image() {
        ByteBuffer image = ByteBuffer.allocate(Math.toIntExact(size()));
        for (int block = 0; block < numbers.length; block++) {
            image.put(content(block, 1, numbers[block]));
        }
        return image.flip();
    }

    /** The first block of an image that is not what it must be, and how many are not; empty when all are right. */
    public String differences(ByteBuffer image) {
        ByteBuffer expected = image();
        StringBuilder first = new StringBuilder();
        int count = 0;
        for (int block = 0; block < numbers.length; block++) {
            if (!expected.slice(block * BLOCK, BLOCK).equals(image.slice(block * BLOCK, BLOCK))) {
                count++;
                first.append(count <= 8 ? " " + block : "");
            }
        }
        return count == 0 ? "" : count + " blocks differ:" + first;
    }
}
