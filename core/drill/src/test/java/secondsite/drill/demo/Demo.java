package secondsite.drill.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/** The demo's program: options, the stage, exit codes. */
@Command(name = "installer/demo", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Two machines' disks are protected, changed, cut off, crashed, ruined and brought back, with the real programs and real file systems.",
        "", "Exit code: 0 all of it held, 1 something did not, 2 it cannot be shown here."})
public final class Demo implements Callable<Integer> {

    private static final int BROKEN = 1;
    private static final int IMPOSSIBLE = 2;
    /** Paths of unix sockets may have 107 characters, and the exports' take most of them. */
    private static final int LONGEST_DIRECTORY = 30;

    @Option(names = "--headless", description = "Runs in this terminal, without the console.")
    private boolean headless;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes all numbers and findings there, as JSON.")
    private Path report;

    @Option(names = "--directory", paramLabel = "DIR", description = "Where disks and replicas are made, an empty or new folder; about 3 GiB (default: a new one for temporary files).")
    private Path directory;

    @Option(names = "--keep", description = "Leaves the folder as it is at the end, to look around.")
    private boolean keep;

    @Option(names = "--program", hidden = true, required = true)
    private Path program;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Demo()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        if (!headless) {
            System.err.println("The console is not part of this version: run installer/demo --headless");
            return IMPOSSIBLE;
        }
        try (CleanUp cleanUp = new CleanUp()) {
            Path folder = folder(cleanUp);
            boolean root = Shell.run("id", "-u").equals("0");
            if (!root && !Files.isWritable(Path.of("/dev/fuse"))) {
                System.err
                        .println("Nobody but root may mount file systems here (/dev/fuse is closed): run it as root.");
                return IMPOSSIBLE;
            }
            Screen screen = new Screen(System.out, System.console() != null);
            Findings findings = new Findings(screen);
            Numbers numbers = new Numbers();
            new Story(new Stage(program, folder, root, cleanUp), screen, findings, numbers).tell();
            new Ending(screen, findings, numbers).show(report);
            return findings.allHeld() ? 0 : BROKEN;
        } catch (Shell.Failure e) {
            System.err.println("\n" + e.getMessage());
            return BROKEN;
        }
    }

    private Path folder(CleanUp cleanUp) throws IOException {
        Path folder = directory == null
                ? Files.createTempDirectory("ss-")
                : Files.createDirectories(directory.toAbsolutePath());
        if (folder.toString().length() > LONGEST_DIRECTORY) {
            throw new Shell.Failure(folder + " is too long a path for the sockets in it; at most " + LONGEST_DIRECTORY
                    + " characters");
        }
        try (var present = Files.list(folder)) {
            if (present.findAny().isPresent()) {
                throw new Shell.Failure(folder + " is not empty");
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
