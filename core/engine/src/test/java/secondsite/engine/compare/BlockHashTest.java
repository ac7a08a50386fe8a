package secondsite.engine.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.MemoryDisk;

class BlockHashTest {

    private static final int BLOCK = 4096;

    /** Figures of the reference implementation's xxhsum -H2. */
    @Test
    void isXxh3With128Bits() {
        assertThat(hex(sum("a".getBytes(), 16))).isEqualTo("a96faf705af16834e6c632b61e964e1f");
        assertThat(hex(sum("abc".getBytes(), 16))).isEqualTo("06b05ab6733a618578af5f94892f3950");
    }

    @Test
    void directAndHeapBuffersGiveTheSame() {
        byte[] data = random(3 * BLOCK + 17);
        var direct = ByteBuffer.allocateDirect(data.length).put(data).flip();
        var padded = ByteBuffer.allocate(data.length + 5).position(5).slice().put(data).flip();
        assertThat(sums(direct)).isEqualTo(sums(ByteBuffer.wrap(data))).isEqualTo(sums(padded)).hasSize(64);
    }

    @Test
    void largeBlocksCanBeToldFromTheirLeaves() {
        byte[] data = random(5 * BLOCK * 4 + 3 * BLOCK + 99);
        var leaves = ByteBuffer.allocate(1024);
        new BlockHash(3).sums(ByteBuffer.wrap(data), BLOCK, leaves);
        var folded = ByteBuffer.allocate(1024);
        new BlockHash(3).fold(leaves.flip(), 4 * BLOCK, folded);
        var direct = ByteBuffer.allocate(1024);
        new BlockHash(3).sums(ByteBuffer.wrap(data), 4 * BLOCK, direct);
        assertThat(folded.flip().remaining()).isEqualTo(6 * 16);
        assertThat(direct.flip()).isEqualTo(folded);
    }

    @Test
    void aDiskHasTheChecksumsOfItsBytesWhateverBufferItIsReadThrough() throws IOException {
        byte[] data = random(9 * BLOCK + 700);
        var disk = new MemoryDisk(data.length);
        disk.write(ByteBuffer.wrap(data), 0);
        var hash = new BlockHash(3);
        BlockSums leaves = hash.of(disk, 0, data.length, BLOCK, ByteBuffer.allocateDirect(2 * BLOCK + 100));
        assertThat(leaves.sums()).isEqualTo(ByteBuffer.wrap(sums(ByteBuffer.wrap(data))));
        assertThat(hash.fold(leaves, 4 * BLOCK)).isEqualTo(hash.of(disk, 0, data.length, 4 * BLOCK));
    }

    @Test
    void tellsWhichBlocksDiffer() {
        byte[] here = random(8 * BLOCK);
        byte[] there = here.clone();
        there[0] ^= 1;
        there[5 * BLOCK + 4095] ^= (byte) 0x80;
        assertThat(blockSums(here, 1).differences(blockSums(there, 1))).containsExactly(0, 5);
        assertThat(blockSums(here, 1).differences(blockSums(here, 1))).isEmpty();
    }

    @Test
    void anotherSeedGivesOtherSumsAndIsNotCompared() {
        byte[] data = random(BLOCK);
        assertThat(blockSums(data, 1).sums()).isNotEqualTo(blockSums(data, 2).sums());
        assertThatThrownBy(() -> blockSums(data, 1).differences(blockSums(data, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestOffTheBordersOrTooLargeIsRefused() {
        long size = 10 * BLOCK + 100;
        BlockSums.checkBlocks(size, 8 * BLOCK, 2 * BLOCK + 100, BLOCK);
        assertRefused(size, 100, BLOCK, BLOCK);
        assertRefused(size, 0, BLOCK + 1, BLOCK);
        assertRefused(size, 0, 0, BLOCK);
        assertRefused(size, -BLOCK, BLOCK, BLOCK);
        assertRefused(size, 0, BLOCK, 0);
        assertRefused(size, 8 * BLOCK, 3 * BLOCK, BLOCK);
        assertRefused(Long.MAX_VALUE, 0, (BlockSums.MAX_BLOCKS + 1L) * BLOCK, BLOCK);
        assertRefused(size, Long.MAX_VALUE / BLOCK * BLOCK, BLOCK, BLOCK);
    }

    private static void assertRefused(long size, long offset, long length, int block) {
        assertThatThrownBy(() -> BlockSums.checkBlocks(size, offset, length, block))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("blocks");
    }

    private static BlockSums blockSums(byte[] data, long seed) {
        var into = ByteBuffer.allocate(data.length / BLOCK * BlockSums.BYTES);
        new BlockHash(seed).sums(ByteBuffer.wrap(data), BLOCK, into);
        return new BlockSums(0, BLOCK, seed, into.flip());
    }

    private static byte[] sums(ByteBuffer data) {
        var into = ByteBuffer.allocate(1024);
        new BlockHash(3).sums(data, BLOCK, into);
        return java.util.Arrays.copyOf(into.array(), into.position());
    }

    private static byte[] sum(byte[] data, int length) {
        var into = ByteBuffer.allocate(length);
        new BlockHash(0).sums(ByteBuffer.wrap(data), BLOCK, into);
        return into.array();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }
}
