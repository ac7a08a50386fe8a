package secondsite.drill.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import secondsite.drill.world.Seeds;
import secondsite.drill.world.World;

class JournalDrillTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void aJournalKeepsWhatItPromised() {
        Seeds.of("journal", 60).run(JournalDrillTest::drill);
    }

    private static void drill(World world) {
        var machine = new JournalMachine(world);
        machine.start();
        world.runFor(5 * SECOND);
        machine.calm();
        machine.end(world.random().nextBoolean());
        world.runFor(5 * SECOND);
        assertThat(machine.isOpen()).isTrue();
        assertThat(machine.records()).isPositive();
    }
}
