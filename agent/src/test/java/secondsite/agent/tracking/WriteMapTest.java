package secondsite.agent.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.engine.disk.Extent;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;

class WriteMapTest {

    private static final int GRANULE = 4 << 10;
    private static final long SIZE = 300L * GRANULE - 1000;

    private final MapFile.Origin origin = new MapFile.Origin(new UUID(1, 2), new UUID(3, 4));
    private final SimulatedFolder folder = SimulatedFolder.named("spool");

    @Test
    void givesEachGranuleThatWasWrittenOnceWhateverTheOrder() {
        var random = new Random(3);
        var map = new WriteMap(SIZE);
        var oracle = new BitSet();
        for (int round = 0; round < 3000; round++) {
            long offset = (long) (random.nextDouble() * SIZE);
            long length = 1 + (long) (random.nextDouble() * 20 * GRANULE);
            map.set(offset, length);
            oracle.set((int) (offset / GRANULE), (int) ((Math.min(offset + length, SIZE) - 1) / GRANULE) + 1);
            for (Extent taken : map.take(random.nextInt(10 * GRANULE), random.nextInt(6 * GRANULE) + 1)) {
                assertThat(taken.end()).isLessThanOrEqualTo(SIZE);
                for (long at = taken.offset(); at < taken.end(); at += GRANULE) {
                    assertThat(oracle.get((int) (at / GRANULE))).isTrue();
                    oracle.clear((int) (at / GRANULE));
                }
            }
            assertThat(map.isEmpty()).isEqualTo(oracle.isEmpty());
            assertThat(map.ranges()).isEqualTo(runs(oracle));
        }
    }

    private static long runs(BitSet set) {
        long runs = 0;
        for (int at = set.nextSetBit(0); at >= 0; at = set.nextSetBit(set.nextClearBit(at))) {
            runs++;
        }
        return runs;
    }

    @Test
    void aLargeDiskHasLargeGranules() {
        assertThat(new WriteMap(256L << 30).granule()).isEqualTo(4 << 10);
        assertThat(new WriteMap((256L << 30) + 1).granule()).isEqualTo(8 << 10);
        var map = new WriteMap(64L << 40);
        map.set((64L << 40) - 1, 1);
        assertThat(map.take(1, 1)).hasSize(1);
    }

    private MapFile file(WriteMap map) throws IOException {
        return MapFile.open(folder, new JournalIdentity(new UUID(7, 8), SIZE), map);
    }

    private static List<Extent> all(WriteMap map) {
        return map.take(SIZE, SIZE);
    }

    @Test
    void whatWasSavedIsFoundByTheNextProcess() throws IOException {
        var map = new WriteMap(SIZE);
        map.set(5 * GRANULE, 1);
        map.set(290 * GRANULE, 9 * GRANULE);
        try (MapFile file = file(map)) {
            file.save(origin, 17);
        }
        var next = new WriteMap(SIZE);
        try (MapFile file = file(next)) {
            assertThat(file.load(origin)).isEqualTo(17);
        }
        assertThat(all(next)).isEqualTo(all(map));
    }

    @Test
    void saysNothingToAnotherRunOfTheMachineOrOfAnotherDevice() throws IOException {
        try (MapFile file = file(new WriteMap(SIZE))) {
            assertThat(file.load(origin)).as("of a new file").isNegative();
            file.save(origin, 17);
            assertThat(file.load(new MapFile.Origin(new UUID(1, 3), origin.incarnation()))).isNegative();
            assertThat(file.load(new MapFile.Origin(origin.boot(), new UUID(3, 5)))).isNegative();
            file.forget();
            assertThat(file.load(origin)).isNegative();
            file.save(origin, 18);
            assertThat(file.load(origin)).isEqualTo(18);
        }
    }
}
