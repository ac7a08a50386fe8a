package secondsite.drill.spine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import secondsite.drill.world.Seeds;

class SpineDrillTest {

    static final int SEEDS = 60;

    @Test
    void whateverGoesWrongNothingPromisedIsLost() {
        Seeds seeds = Seeds.of("spine", SEEDS).run(world -> new Spine(world, new Build()).run());
        if (seeds.count() >= SEEDS) {
            assertThat(seeds.happened()).as("what a drill has to meet with").containsKeys(
                    "RESYNC_REQUIRED, POWER_LOSS{}", "RESYNC_REQUIRED, SPOOL_FULL{}", "RESYNC_REQUIRED, SPOOL_FAILED{}",
                    "RESYNC_REQUIRED, DISK_ERROR{}", "POWER_LOSS at FORCE of {}", "KILL at WRITE of {}",
                    "FAILED_FORCE at FORCE of {}", "mark {}: {}", "gives up some of {}: {}");
        }
    }

    @Test
    @Tag("long")
    void whateverGoesWrongInManyWorldsNothingPromisedIsLost() {
        Seeds.of("spine-long", SEEDS + 1, 20_000).run(world -> new Spine(world, new Build()).run());
    }
}
