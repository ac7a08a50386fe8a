package secondsite.agent;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import secondsite.agent.configuration.AgentConfiguration;
import secondsite.agent.configuration.ConfigurationFile;

/** The agent, and orders to one that runs. */
@Command(name = "agent", description = "Captures, spools and ships the disks of a protected machine, as its configuration server or its own file says.", mixinStandardHelpOptions = true, subcommands = {
        AgentCommand.Run.class, JoinCommand.class, AddDiskCommand.class, StatusCommand.class, MarkCommand.class,
        CopyCommand.class,
        ResyncCommand.class, CheckpointCommand.class})
final class AgentCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what shall the agent do?");
    }

    /** Runs the agent. */
    @Command(name = "run", description = "Serves all disks of the configuration, and protects those that its configuration server names, or all without one; until it is told to end.", mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {

        @Option(names = {"-c",
                "--configuration"}, required = true, paramLabel = "FILE", description = "The agent's configuration; a commented one with all defaults is defaults/agent.yaml.")
        private Path configuration;

        @Override
        public Integer call() throws Exception {
            AgentConfiguration read = ConfigurationFile.read(configuration);
            return Ending.await(Agent.start(read));
        }
    }
}
