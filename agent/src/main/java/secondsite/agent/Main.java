package secondsite.agent;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The program on the protected machine. Exit codes: 0, it is done; 1, it could not be done; 2, the command line or configuration is
 * wrong.
 */
@Command(name = "secondsite", description = "What runs on a protected machine.", mixinStandardHelpOptions = true, subcommands = {
        AgentCommand.class, DiskCommand.class})
public final class Main implements Runnable {

    static final int FAILED = 1;
    static final int WRONG = 2;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** As the build wrote it into the jar. */
    static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "from a checkout" : version;
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler(new Complaints()).setUsageHelpAutoWidth(true);
    }
}
