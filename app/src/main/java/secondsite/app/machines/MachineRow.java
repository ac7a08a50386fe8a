package secondsite.app.machines;

import secondsite.api.activity.Job;
import secondsite.api.machine.MachineSummary;

/** A machine in the list. @param job that works on it; null when none does */
record MachineRow(MachineSummary machine, Job job) {

    String id() {
        return machine.id().toString();
    }
}
