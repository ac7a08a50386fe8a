package secondsite.api.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import secondsite.api.policy.WeekWindow;

/**
 * When a plan is tested by itself: once in each of these hours, as soon as they begin.
 *
 * @param windows at least one
 * @param zone    in which they are meant, like {@code Europe/Berlin}
 * @param point   as that of a failover; null for the latest
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlanDrills(List<WeekWindow> windows, String zone, String point) {

    public PlanDrills {
        windows = windows == null ? List.of() : List.copyOf(windows);
    }
}
