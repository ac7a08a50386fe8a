package secondsite.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockSetTest {

    /** Some whole pages of 256 Ki blocks and a part of one. */
    private static final int LIMIT = 3 * 256 * 1024 + 1000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void equalsABitSet(long seed) {
        Random random = new Random(seed);
        BitSet model = new BitSet(LIMIT);
        BlockSet set = new BlockSet(LIMIT);
        for (int i = 0; i < 200; i++) {
            int from = random.nextInt(LIMIT);
            int most = random.nextInt(50) == 0 ? LIMIT : 200;
            int end = from + random.nextInt(Math.min(most, LIMIT - from) + 1);
            set.add(from, end);
            model.set(from, end);
            for (int j = 0; j < 20; j++) {
                ask(random.nextInt(LIMIT), set, model);
            }
        }
    }

    private static void ask(int block, BlockSet set, BitSet model) {
        assertThat(set.contains(block)).isEqualTo(model.get(block));
        int clear = Math.min(model.nextClearBit(block), LIMIT);
        int next = model.nextSetBit(block);
        assertThat(set.endOfRun(block, LIMIT, true)).isEqualTo(clear);
        assertThat(set.endOfRun(block, LIMIT, false)).isEqualTo(next < 0 ? LIMIT : next);
    }
}
