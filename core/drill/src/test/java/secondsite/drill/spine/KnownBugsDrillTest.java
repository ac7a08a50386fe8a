package secondsite.drill.spine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import secondsite.drill.oracle.Broken;
import secondsite.drill.world.Seeds;

/** Each known bug is found within seeds that find nothing in the sound build: {@link SpineDrillTest} runs those, and more. */
class KnownBugsDrillTest {

    private static final int SEEDS = 150;

    static Set<String> bugs() {
        return KnownBugs.all().keySet();
    }

    @ParameterizedTest
    @MethodSource("bugs")
    void isFound(String bug) {
        Seeds seeds = Seeds.of("bugs", SEEDS);
        long seed = seeds.firstFailing(world -> new Spine(world, KnownBugs.all().get(bug)).run());
        assertThat(seed).as("the first seed that finds: " + bug).isPositive();
        assertThat(seeds.lastFailure()).as(bug + ", seed " + seed).isInstanceOf(Broken.class);
    }
}
