package secondsite.server.configuration.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanGroup;
import secondsite.server.web.ProblemException;

/** How large a plan may be. */
class PlanChecksTest {

    private final PlanChecks checks = new PlanChecks(_ -> true, _ -> true);

    private static Plan plan(int... machines) {
        return new Plan("Shop", null, null, null,
                Stream.iterate(0, i -> i < machines.length, i -> i + 1)
                        .map(i -> new PlanGroup("G" + i, null,
                                Stream.generate(UUID::randomUUID).limit(machines[i]).toList(), List.of()))
                        .toList());
    }

    @Test
    void aHundredMachinesInSevenGroupsAreTheMost() {
        Plan largest = plan(94, 1, 1, 1, 1, 1, 1);
        assertThat(checks.checked(largest)).isSameAs(largest);
        assertThatThrownBy(() -> checks.checked(plan(95, 1, 1, 1, 1, 1, 1))).isInstanceOf(ProblemException.class)
                .hasMessageContainingAll("number of machines", "101");
        assertThatThrownBy(() -> checks.checked(plan(1, 1, 1, 1, 1, 1, 1, 1))).isInstanceOf(ProblemException.class)
                .hasMessageContainingAll("groups", "8");
    }
}
