package secondsite.server;

import java.io.PrintWriter;
import java.util.logging.LogManager;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import secondsite.server.administration.Administration;
import secondsite.server.administration.Surroundings;

/** The program of the servers, of the tools that look into what they keep, and of the administrator's verbs. */
@Command(name = "secondsite", description = "Keeps running copies of machines at a second site.", mixinStandardHelpOptions = true, versionProvider = Version.class, scope = ScopeType.INHERIT, usageHelpAutoWidth = true, sortOptions = false, exitCodeOnInvalidInput = Main.USAGE, exitCodeOnExecutionException = Main.FAILED, subcommands = {
        ServerVerb.class, DeploymentVerb.class, JournalVerb.class, PointVerb.class})
public final class Main {

    /** All went well. */
    static final int DONE = 0;
    /** Something went wrong. */
    static final int FAILED = 1;
    /** What was looked at is damaged. */
    static final int DAMAGE = 2;
    /** The command line, or a configuration, is wrong. */
    static final int USAGE = 64;

    private static final String LOGGING = "logback.configurationFile";

    private Main() {}

    /** Runs a verb and ends with its exit code: 0 done, 1 failed, 2 damage found or nobody signed in, 3 no answer, 64 wrong usage. */
    public static void main(String[] arguments) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "logging/server.xml");
        }
        LogManager.getLogManager().reset();
        SLF4JBridgeHandler.install();
        var out = new PrintWriter(System.out, true);
        int code = run(out, new PrintWriter(System.err, true), arguments);
        // A writer that flushes by itself does so after whole lines only as println knows them.
        out.flush();
        System.exit(code);
    }

    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(Terminal.surroundings(System.getenv()), out, err, arguments);
    }

    static int run(Surroundings surroundings, PrintWriter out, PrintWriter err, String... arguments) {
        return program(surroundings).setOut(out).setErr(err)
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler((e, command, _) -> Failure.tell(e, command))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments);
    }

    /** All that it understands. */
    static CommandLine program(Surroundings surroundings) {
        var program = new CommandLine(new Main());
        Administration.addTo(program, surroundings);
        return program;
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        command.getErr().println(e.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return USAGE;
    }
}
