package secondsite.api.host;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;

/**
 * How a machine is.
 *
 * @param reason why it is so, for people; empty where the state says all
 * @param consoleBytes so much it has said on its first serial port: where its console will go on
 */
public record MachineStatus(UUID machine, String name, MachineState state, String reason, long consoleBytes) {

    /** Whether it should run and does not: it failed, or stands still. A pause that somebody ordered has no reason. */
    @JsonIgnore
    public boolean halted() {
        return state == MachineState.FAILED || state == MachineState.PAUSED && !reason.isEmpty();
    }
}
