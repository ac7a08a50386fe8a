package secondsite.drill.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import secondsite.drill.tools.Program;

/** How one of our programs is started from the class path of this test: with little memory, and quickly. */
public enum JavaProgram {

    AGENT("secondsite.agent.Main"),
    /** With a configuration server in it. */
    SERVER("secondsite.server.Main"),
    /** A process server or a master target, which load less. */
    DATA_SERVER("secondsite.server.Main");

    private static final Path KEPT = Path.of("target", "programs").toAbsolutePath();
    private static final List<String> MANNERS = List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    private static final String KEEPS_ARCHIVE = "-XX:+AutoCreateSharedArchive";

    private final String main;

    JavaProgram(String main) {
        this.main = main;
    }

    /**
     * What a program has loaded when it ends in order is kept for its next starts.
     *
     * @throws IOException when its jars cannot be made
     */
    public List<String> command(String... arguments) throws IOException {
        return with(List.of(KEEPS_ARCHIVE), arguments);
    }

    /**
     * With options of its JVM that allow no archive to be made, as a debugger's; one that is there is used.
     *
     * @throws IOException when its jars cannot be made
     */
    public List<String> debugged(List<String> options, String... arguments) throws IOException {
        return with(options, arguments);
    }

    private List<String> with(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(MANNERS);
        command.addAll(options);
        command.add("-XX:SharedArchiveFile=" + archive(arguments));
        command.addAll(List.of("-cp", classPath(), main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** A verb that is over in a moment loads little of what a program does that stays. */
    private Path archive(String... arguments) {
        boolean verb = arguments.length > 1 && !arguments[1].startsWith("-");
        return KEPT.resolve(name().toLowerCase(Locale.ROOT) + "-" + arguments[verb ? 1 : 0] + ".jsa");
    }

    /**
     * Ends a program in order that would otherwise be killed, when nothing is kept yet of what such programs load: all that are started
     * later start a third more quickly for it.
     *
     * @param arguments the first ones with which it was started
     */
    public void keep(Program program, String... arguments) {
        if (program.alive() && !Files.exists(archive(arguments))) {
            program.stop();
        }
    }

    /**
     * How a program is started that has much to do: with all of the JVM's compilers.
     *
     * @param options for the JVM, like its memory and its archive
     * @throws IOException when its jars cannot be made
     */
    public List<String> large(List<String> options, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
                classPath(), main));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String classPath() throws IOException {
        return new ProgramJars(KEPT, System.getProperty("java.class.path")).classPath();
    }
}
