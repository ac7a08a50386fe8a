package secondsite.app.action;

import java.util.List;

/** At least one machine to which something is to be done together. */
public record ChosenMachines(List<ChosenMachine> machines) {

    public ChosenMachines {
        machines = List.copyOf(machines);
    }
}
