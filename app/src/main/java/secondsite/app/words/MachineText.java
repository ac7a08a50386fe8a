package secondsite.app.words;

import jakarta.inject.Inject;
import secondsite.api.machine.MachineSummary;
import secondsite.app.control.Status;
import secondsite.app.fx.Texts;

/** Says of a machine where it is in its life, and, which is another matter, how well it is. */
public final class MachineText {

    private final Texts texts;

    @Inject
    public MachineText(Texts texts) {
        this.texts = texts;
    }

    /** Where it is in its life: what goes on with it comes before the state of its protection. */
    public String state(MachineSummary machine) {
        if (machine.failover() != null) {
            return texts.textOr("machine.failover." + machine.failover(), machine.failover());
        }
        if (machine.paused()) {
            return texts.text("machine.state.PAUSED");
        }
        return machine.protection() == null
                ? texts.text("machine.state.UNPROTECTED")
                : texts.textOr("machine.state." + machine.protection(), machine.protection());
    }

    public Status stateStatus(MachineSummary machine) {
        if ("TEST".equals(machine.failover())) {
            return Status.TEST;
        }
        if (machine.failover() != null) {
            return Status.OVER;
        }
        if (machine.paused() || machine.protection() == null) {
            return Status.IDLE;
        }
        return switch (machine.protection()) {
            case "PROTECTED" -> Status.OK;
            case "RESYNC_REQUIRED" -> Status.CRIT;
            case "FAILED_OVER" -> Status.WARN;
            case "FAILING_OVER", "COMMIT_PENDING" -> Status.OVER;
            case "ENABLING", "INITIAL_REPLICATION", "FINALIZING", "RESYNCHRONIZING", "DISABLING" -> Status.SYNC;
            default -> Status.IDLE;
        };
    }

    public String health(MachineSummary machine) {
        return texts.text("machine.health." + (machine.health() == null ? "NONE" : machine.health()));
    }

    public Status healthStatus(MachineSummary machine) {
        return switch (machine.health()) {
            case null -> Status.IDLE;
            case "OK" -> Status.OK;
            case "WARNING" -> Status.WARN;
            case "CRITICAL" -> Status.CRIT;
            default -> Status.UNKNOWN;
        };
    }
}
