package secondsite.drill.spine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import secondsite.drill.oracle.Broken;
import secondsite.drill.world.Seeds;

/**
 * Each known bug is found by a seed that finds nothing in the sound build: {@link SpineDrillTest} runs the first ones, and a later one is
 * run here. The search begins with the seed that found the bug last, and goes on with all others: when the drill or the product has
 * changed, it takes longer.
 */
class KnownBugsDrillTest {

    private static final int SEEDS = 150;

    static Set<String> bugs() {
        return KnownBugs.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isFound(String bug) {
        Seeds seeds = Seeds.of("bugs", SEEDS);
        KnownBugs.Bug known = KnownBugs.all().get(bug);
        long seed = seeds.firstFailing(known.seed(), world -> new Spine(world, known.build()).run());
        if (seed != known.seed()) {
            System.out.println(bug + ": found by seed " + seed + ", by " + known.seed() + " no longer");
        }
        assertThat(seed).as("the first seed that finds: " + bug).isPositive();
        assertThat(seeds.lastFailure()).as(bug + ", seed " + seed).isInstanceOf(Broken.class);
        if (seed > SpineDrillTest.SEEDS) {
            Seeds.of("bugs-sound", seed, 1).run(world -> new Spine(world, new Build()).run());
        }
    }
}
