package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/** The demo's program: options, the stage, exit codes. */
@Command(name = "installer/demo", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true, description = {
        "A server with no configuration makes a deployment; two machines' agents join it, and their disks are protected, changed, cut off, crashed, ruined and brought back, and two guests go to the other site and home again, with the real programs and real file systems. All that an administrator does goes through the configuration server's API.",
        "",
        "With a display and without --headless it is the console's: a server, agents and two guests, and the console's window, signed in.",
        "", "Exit code: 0 all of it held, 1 something did not, 2 it cannot be shown here."})
public final class Demo implements Callable<Integer> {

    private static final int BROKEN = 1;
    private static final int IMPOSSIBLE = 2;
    /** Paths of unix sockets may have 107 characters, and the exports' take most of them. */
    private static final int LONGEST_DIRECTORY = 50;

    @Option(names = "--headless", description = "Tells its story in this terminal and ends; so it does where there is no display, too. Otherwise a small deployment with two guests is started and the console is opened on it, signed in, until its window is closed.")
    private boolean headless;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes all numbers and findings there, as JSON.")
    private Path report;

    @Option(names = "--stay", description = "Starts the agents again at the end and keeps everything running, to try an administrator's verbs ('installer/secondsite login' and further); says how to sign in.")
    private boolean stay;

    @Option(names = "--spoil", description = "Changes one byte of a recovered file before it is verified, to see that this is noticed: exit code 1.")
    private boolean spoil;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where disks and replicas are made, an empty or new folder; about 3 GiB (default: a new one for temporary files).")
    private Path directory;

    @Option(names = "--keep", description = "Leaves the folder as it is at the end, with all programs' logs.")
    private boolean keep;

    @Option(names = "--program", hidden = true, required = true)
    private Path program;

    @Option(names = "--own-network", hidden = true)
    private boolean ownNetwork;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (!headless && !ConsoleStory.canBeSeen()) {
            System.err.println("There is no display (DISPLAY says none): this goes on as with --headless.");
            headless = true;
        }
        try (CleanUp cleanUp = new CleanUp()) {
            Stage stage = new Stage(program, folder(cleanUp), Shell.run("id", "-u").equals("0"), ownNetwork, spoil,
                    cleanUp);
            List<String> lacking = Requirements.lacking(stage, report);
            if (lacking.isEmpty()) {
                return show(stage);
            }
            lacking.forEach(System.err::println);
            return IMPOSSIBLE;
        } catch (IOException | UncheckedIOException | Shell.Failure e) {
            System.err.println(e.getMessage());
            return IMPOSSIBLE;
        }
    }

    private int show(Stage stage) throws IOException, InterruptedException {
        Screen screen = new Screen(System.out, Screen.isTerminal());
        Telling telling = new Telling(screen, new Findings(screen), new Numbers());
        Premises premises = Premises.of(ownNetwork, stage.cleanUp());
        if (!headless) {
            return open(stage, premises, telling);
        }
        new Opening(screen, stage, premises).show();
        Optional<Deployment> deployment = tell(stage, premises, telling);
        new Ending(telling).show(report);
        Staying staying = new Staying(screen, stage, premises);
        if (stay && deployment.isPresent()) {
            staying.stay(deployment.get());
        } else {
            staying.couldBe();
        }
        return telling.findings().allHeld() ? 0 : BROKEN;
    }

    private int open(Stage stage, Premises premises, Telling telling) throws IOException {
        try {
            new ConsoleStory(stage, premises, telling).tell();
        } catch (UncheckedIOException | Shell.Failure e) {
            brokeOff(stage, telling, e);
        }
        return telling.findings().allHeld() ? 0 : BROKEN;
    }

    /** @return the deployment, if the story came to its end */
    private Optional<Deployment> tell(Stage stage, Premises premises, Telling telling) throws IOException {
        try {
            return Optional.of(new Story(stage, premises, telling).tell());
        } catch (UncheckedIOException | Shell.Failure e) {
            brokeOff(stage, telling, e);
            return Optional.empty();
        }
    }

    private void brokeOff(Stage stage, Telling telling, RuntimeException why) throws IOException {
        telling.screen().progressDone();
        telling.findings().check("the demo", false, "it broke off: " + why.getMessage());
        new LastWords(stage.directory()).show(telling.screen());
        if (!keep) {
            telling.screen().line("(with --keep all logs are left)");
        }
    }

    private Path folder(CleanUp cleanUp) throws IOException {
        Path folder = directory == null
                ? Files.createTempDirectory("ss-")
                : Files.createDirectories(directory.toAbsolutePath());
        if (folder.toString().length() > LONGEST_DIRECTORY) {
            throw new IOException(folder + " is too long a path for the sockets in it: at most " + LONGEST_DIRECTORY
                    + " characters. Choose another one: --directory DIR");
        }
        try (var present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new IOException(folder + " is not empty. Choose another folder: --directory DIR");
            }
        }
        if (!keep) {
            cleanUp.later(() -> Shell.run("rm", "-rf", "--one-file-system", folder.toString()));
        } else {
            cleanUp.later(() -> System.out.println("everything is left in " + folder));
        }
        return folder;
    }
}
