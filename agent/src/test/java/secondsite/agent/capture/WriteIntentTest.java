package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;

class WriteIntentTest {

    private static final long REGION = 16 << 20;
    private static final long SIZE = 1000 * REGION + 5;

    private final SimulatedFolder folder = SimulatedFolder.named("machine");
    private final JournalIdentity identity = new JournalIdentity(new UUID(1, 2), SIZE);

    /** The oracle: everything covered since the last checkpoint but the first few. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatWasCoveredLatelyIsMarkedAfterALossOfPower(long seed) throws IOException {
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            List<Long> covered = new ArrayList<>();
            try (WriteIntent intent = WriteIntent.open(folder, identity)) {
                for (int i = 0; i < 30; i++) {
                    long offset = random.nextLong(SIZE);
                    intent.cover(offset, 1);
                    covered.add(offset);
                    if (random.nextInt(10) == 0) {
                        intent.checkpointBegins();
                        covered.clear();
                        intent.clearIdle();
                    }
                }
                folder.losePower(random);
            }
            try (WriteIntent intent = WriteIntent.open(folder, identity)) {
                assertThat(covered).allMatch(offset -> marked(intent, offset));
                intent.clearAll();
            }
        }
    }

    private static boolean marked(WriteIntent intent, long offset) {
        return intent.ranges().stream().anyMatch(range -> range.offset() <= offset && offset < range.end());
    }

    @Test
    void aRegionIsClearedAfterItWasIdleForSomeCheckpoints() throws IOException {
        try (WriteIntent intent = WriteIntent.open(folder, identity)) {
            intent.cover(5 * REGION, 1);
            for (int i = 0; i < 3; i++) {
                intent.checkpointBegins();
                intent.clearIdle();
                assertThat(marked(intent, 5 * REGION)).isTrue();
            }
            intent.checkpointBegins();
            intent.clearIdle();
            assertThat(intent.ranges()).isEmpty();
        }
    }

    @Test
    void sequentialWritesSeldomWait() throws IOException {
        try (WriteIntent intent = WriteIntent.open(folder, identity)) {
            for (long at = 0; at < 800 * REGION; at += REGION / 4) {
                intent.cover(at, REGION / 4);
            }
            assertThat(intent.forces()).isLessThan(100);
        }
    }

    @Test
    void writesAllOverADiskDoNotWaitForEachRegion() throws IOException {
        try (WriteIntent intent = WriteIntent.open(folder, identity)) {
            Random random = new Random(5);
            for (int i = 0; i < 20_000; i++) {
                intent.cover(random.nextLong(SIZE), 1);
            }
            assertThat(intent.forces()).isLessThan(60);
        }
    }

    @Test
    void aFewWritesMarkFewRegions() throws IOException {
        try (WriteIntent intent = WriteIntent.open(folder, identity)) {
            intent.cover(100 * REGION, 1);
            intent.cover(100 * REGION + 5, 4096);
            assertThat(intent.ranges()).hasSize(1);
            intent.cover(SIZE - 1, 1);
            assertThat(intent.ranges()).hasSize(2).last().satisfies(last -> assertThat(last.end()).isEqualTo(SIZE));
        }
    }

    @Test
    void theLargestDiskHasSomeThousandRegions() throws IOException {
        long size = 1L << 46;
        try (WriteIntent intent = WriteIntent.open(folder, new JournalIdentity(new UUID(1, 2), size))) {
            intent.cover(0, size);
            assertThat(intent.ranges()).hasSize(4096);
        }
    }
}
