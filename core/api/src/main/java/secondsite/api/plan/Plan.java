package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Which machines are brought up in which order, and what is done between them.
 *
 * @param name        unique; 1 to 63 characters
 * @param description for people; at most 2000 characters, null for none
 * @param groups      one after another; at most {@value #MOST_GROUPS}, with at most {@value #MOST_MACHINES} machines in all
 * @param goals       null for none
 * @param drills      when it is tested by itself; null for never
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Plan(String name, String description, PlanGoals goals, PlanDrills drills, List<PlanGroup> groups) {

    public static final int MOST_GROUPS = 7;
    public static final int MOST_MACHINES = 100;
    /** Before a group, and after it. */
    public static final int MOST_ACTIONS = 20;

    public Plan {
        groups = groups == null ? List.of() : List.copyOf(groups);
    }
}
