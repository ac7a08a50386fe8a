package secondsite.agent.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.management.PowerSwitch;
import secondsite.agent.os.Scripts;
import secondsite.api.machine.AgentReport.Power;

/** The power of a machine as an administrator's commands tell and switch it. */
public final class CommandPower implements PowerSwitch {

    private static final Logger LOG = LoggerFactory.getLogger(CommandPower.class);
    private static final int OFF = 1;
    private static final int LOOKS = 20;
    private static final long LOOK_MILLIS = 500;

    /**
     * What is run.
     *
     * @param state    ends with 0 when the machine is on, with 1 when it is off, otherwise when that is not known
     * @param shutDown asks the machine to shut down, and ends with 0 when it was asked
     * @param forceOff turns it off, and ends with 0
     */
    public record Commands(List<String> state, List<String> shutDown, List<String> forceOff) {}

    private final Commands commands;
    private final Scripts scripts;
    private final Duration limit;
    private volatile String told = "";

    /** @param limit how long each may run; it is killed then */
    public CommandPower(Commands commands, Scripts scripts, Duration limit) {
        this.commands = commands;
        this.scripts = scripts;
        this.limit = limit;
    }

    @Override
    public Power state() throws InterruptedException {
        if (!Files.isExecutable(Path.of(commands.state().getFirst()))) {
            // what tries to run it may end with the code that means off
            complain("there is no such program");
            return Power.UNKNOWN;
        }
        try {
            Scripts.End end = scripts.run(commands.state(), limit);
            Power power = switch (end.code().orElse(-1)) {
                case 0 -> Power.RUNNING;
                case OFF -> Power.SHUT_DOWN;
                default -> Power.UNKNOWN;
            };
            complain(power == Power.UNKNOWN ? end.words() : "");
            return power;
        } catch (IOException e) {
            complain(String.valueOf(e.getMessage()));
            return Power.UNKNOWN;
        }
    }

    private void complain(String why) {
        if (!why.isEmpty() && !why.equals(told)) {
            LOG.warn("whether the machine is on cannot be told: {}: {}", commands.state().getFirst(), why);
        }
        told = why;
    }

    @Override
    public void shutDown() throws IOException, InterruptedException {
        run(commands.shutDown());
    }

    @Override
    public void forceOff() throws IOException, InterruptedException {
        run(commands.forceOff());
        for (int i = 0; i < LOOKS; i++) {
            if (state() == Power.SHUT_DOWN) {
                return;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        throw new IOException(commands.forceOff().getFirst() + " was run, and the machine may still be on");
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Scripts.End end = scripts.run(command, limit);
        if (!end.fine()) {
            throw new IOException(command.getFirst() + " " + end.words());
        }
    }
}
