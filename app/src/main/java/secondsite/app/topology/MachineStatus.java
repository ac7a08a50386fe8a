package secondsite.app.topology;

import secondsite.api.machine.MachineSummary;
import secondsite.app.control.Status;

/** The one status by which a machine is drawn: what somebody has to know of it first. */
final class MachineStatus {

    private MachineStatus() {}

    static Status of(MachineSummary machine) {
        if ("CRITICAL".equals(machine.health())) {
            return Status.CRIT;
        }
        Status life = life(machine);
        return life == Status.OK ? health(machine) : life;
    }

    private static Status life(MachineSummary machine) {
        if ("TEST".equals(machine.failover())) {
            return Status.TEST;
        }
        if (machine.paused()) {
            return Status.IDLE;
        }
        return switch (machine.protection()) {
            case "PROTECTED" -> Status.OK;
            case "ENABLING", "INITIAL_REPLICATION", "FINALIZING", "RESYNCHRONIZING" -> Status.SYNC;
            case "RESYNC_REQUIRED" -> Status.CRIT;
            case "FAILING_OVER", "COMMIT_PENDING", "FAILED_OVER" -> Status.OVER;
            case null, default -> Status.UNKNOWN;
        };
    }

    private static Status health(MachineSummary machine) {
        return switch (machine.health()) {
            case "OK" -> Status.OK;
            case "WARNING" -> Status.WARN;
            case null, default -> Status.UNKNOWN;
        };
    }

    /** Whether nothing of it can go to the other site now. */
    static boolean broken(MachineSummary machine) {
        return of(machine) == Status.CRIT;
    }
}
