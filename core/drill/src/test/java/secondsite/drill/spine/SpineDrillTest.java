package secondsite.drill.spine;

import org.junit.jupiter.api.Test;
import secondsite.drill.world.Seeds;

class SpineDrillTest {

    @Test
    void whateverGoesWrongNothingPromisedIsLost() {
        Seeds.of("spine", 40).run(world -> new Spine(world).run());
    }
}
