package secondsite.engine.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The model is an array that says for each byte of a small disk which note covers it last. */
class ExtentNotesTest {

    private static final int DISK = 40_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
    void theLastOneToCoverAByteIsSeen(int seed) {
        Random random = new Random(seed);
        int[] model = new int[DISK];
        ExtentNotes notes = new ExtentNotes();
        int grid = seed % 3 == 0 ? 1 : 512;
        for (int note = 1; note <= 60; note++) {
            int offset = random.nextInt(DISK / grid) * grid;
            int length = Math.min(random.nextInt(seed % 2 == 0 ? 2 : 8) * 512 + random.nextInt(grid), DISK - offset);
            notes.add(ContentKind.of(1 + note % 3), offset, length, note * 1000L, note % 3 == 0 ? note : 0, note);
            Arrays.fill(model, offset, offset + length, note);
        }
        int[] seen = new int[DISK];
        long end = 0;
        for (IndexedExtent extent : notes.resolved()) {
            assertThat(extent.offset()).isGreaterThanOrEqualTo(end);
            assertThat(extent.length()).isPositive();
            assertThat(extent.framePosition()).isEqualTo(extent.batchSequence() * 1000);
            assertThat(extent.kind()).isEqualTo(ContentKind.of((int) (1 + extent.batchSequence() % 3)));
            end = extent.end();
            Arrays.fill(seen, (int) extent.offset(), (int) end, (int) extent.batchSequence());
        }
        assertThat(seen).isEqualTo(model);
    }
}
