package secondsite.agent.freeze.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.freeze.group.GroupWorld.Faults;

/**
 * The protocol under lost, late and repeated messages, cut connections, busy disks, machines that stand still and agents that die, the leader
 * too. {@link GroupWorld} judges. System property {@code group.seed}: only this one.
 */
@Timeout(600)
class GroupSimulationTest {

    private static final int POINTS = 20;

    private static GroupWorld run(long seed, Faults faults) {
        var world = new GroupWorld(seed, faults);
        assertThatCode(() -> world.run(POINTS)).as("seed %d", seed).doesNotThrowAnyException();
        return world;
    }

    @Test
    void whereNothingFailsEveryPointIsMade() {
        for (long seed = 1; seed <= 50; seed++) {
            GroupWorld world = run(seed, Faults.NONE);
            assertThat(world.outcomes()).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(POINTS)
                    .allMatch(GroupPoint::made);
        }
    }

    @Test
    void noPointIsEverBrokenAndNoWriteIsHeldForTooLong() {
        run(1, 1000);
    }

    @Test
    @Tag("long")
    void norInManyMoreSeeds() {
        run(10_000, 50_000);
    }

    private static void run(long first, long count) {
        Long only = Long.getLong("group.seed");
        var told = new TreeMap<String, Integer>();
        for (long seed = only == null ? first : only; seed < (only == null ? first + count : only + 1); seed++) {
            GroupWorld world = run(seed, Faults.some(new Random(-seed)));
            for (GroupPoint outcome : world.outcomes()) {
                String what = outcome.made()
                        ? "made"
                        : outcome.problem().orElseThrow().detail().replaceAll("m[0-9](, |: |)", "");
                told.merge(what, 1, Integer::sum);
            }
            told.merge("all have it", world.complete(), Integer::sum);
        }
        System.out.println("group points: " + told);
        if (only == null) {
            assertThat(told.get("made")).isGreaterThan(1000);
            assertThat(told.get("all have it")).as("marks on all disks of which the leader does not know")
                    .isGreaterThan(told.get("made"));
            assertThat(told).hasSizeGreaterThan(8);
        }
    }

    private static long broken(Faults faults) {
        long broken = 0;
        for (long seed = 1; seed <= 100; seed++) {
            try {
                new GroupWorld(seed, faults).run(POINTS);
            } catch (AssertionError e) {
                broken++;
            }
        }
        return broken;
    }

    /** The judge, judged: disks that are not held are found in most groups of more than one machine. */
    @Test
    void disksThatDoNotHoldAreFound() {
        assertThat(broken(Faults.NONE.holdingNothing())).isGreaterThan(50);
    }

    @Test
    void aMemberThatSaysItHoldsAndDoesNotIsFound() {
        assertThat(broken(Faults.NONE.markingUnasked())).isGreaterThan(50);
    }
}
