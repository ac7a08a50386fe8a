package secondsite.app.action;

import java.util.List;
import secondsite.api.machine.MachineSummary;

/** At least one machine to whose agent something is to be done. */
public record ChosenAgents(List<MachineSummary> machines) {

    public ChosenAgents {
        machines = List.copyOf(machines);
    }
}
