package secondsite.agent.management;

import java.io.IOException;
import secondsite.api.machine.AgentReport.Power;

/** The power of this agent's machine. Every call ends within a minute. Safe for use by several threads. */
public interface PowerSwitch {

    /** Whether the machine is on; {@link Power#UNKNOWN} when that cannot be found out. */
    Power state() throws InterruptedException;

    /**
     * Asks the machine to shut down, as its power button does, and does not wait for that. Nothing happens when it is off.
     *
     * @throws IOException when it could not be asked
     */
    void shutDown() throws IOException, InterruptedException;

    /**
     * Turns the machine off, whatever it does; it is off on return.
     *
     * @throws IOException when it may still be on
     */
    void forceOff() throws IOException, InterruptedException;
}
