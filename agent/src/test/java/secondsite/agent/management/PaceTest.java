package secondsite.agent.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int AGENTS = 10_000;
    private static final long AWAY_MILLIS = 10 * 60_000;

    @Test
    void theNextReportComesWhenItIsWantedOrUpToATenthLater() {
        var pace = new Pace(new Random(1));
        long[] waits = IntStream.range(0, 1000).mapToLong(_ -> pace.answered(30_000)).sorted().toArray();
        assertThat(waits[0]).isBetween(30_000L, 30_200L);
        assertThat(waits[waits.length - 1]).isBetween(32_800L, 33_000L);
    }

    @Test
    void anAnswerThatMakesNoSenseNeitherStopsItNorLetsItRunWild() {
        var pace = new Pace(new Random(1));
        assertThat(pace.answered(0)).isGreaterThanOrEqualTo(250);
        assertThat(pace.answered(-5)).isGreaterThanOrEqualTo(250);
        assertThat(pace.answered(Long.MAX_VALUE)).isLessThanOrEqualTo(660_000);
        assertThat(pace.failed(Long.MAX_VALUE)).isLessThanOrEqualTo(601_000);
    }

    @Test
    void failuresSpreadOverASpanThatDoublesUpToAMinuteAndAnAnswerEndsThat() {
        var paces = IntStream.range(0, 1000).mapToObj(seed -> new Pace(new Random(seed))).toList();
        for (long span = 1_000; span <= 64_000; span *= 2) {
            long[] waits = paces.stream().mapToLong(pace -> pace.failed(0)).sorted().toArray();
            long most = Math.min(span, 60_000);
            assertThat(waits[0]).isBetween(1L, most / 50);
            assertThat(waits[500]).isBetween(most * 4 / 10, most * 6 / 10);
            assertThat(waits[999]).isBetween(most * 98 / 100, most);
        }
        paces.forEach(pace -> pace.answered(1000));
        assertThat(paces).allSatisfy(pace -> assertThat(pace.failed(0)).isLessThanOrEqualTo(1_000));
    }

    @Test
    void aServerThatIsBusyIsNotAskedBeforeItSaid() {
        var pace = new Pace(new Random(1));
        assertThat(pace.failed(5_000)).isBetween(5_001L, 6_000L);
    }

    /** A server with ten thousand agents comes back: nobody waits long for it, and it is not asked by many at once. */
    @Test
    void agentsThatWereCutOffTogetherComeBackSpread() {
        int[] perSecond = new int[120];
        for (int agent = 0; agent < AGENTS; agent++) {
            var pace = new Pace(new Random(agent));
            long at = pace.answered(30_000) % 30_000;
            while (at < AWAY_MILLIS) {
                at += pace.failed(0);
            }
            perSecond[(int) ((at - AWAY_MILLIS) / 1000)]++;
        }
        assertThat(IntStream.of(perSecond).sum()).isEqualTo(AGENTS);
        assertThat(IntStream.of(perSecond).max().orElseThrow()).isLessThan(AGENTS / 25);
    }
}
