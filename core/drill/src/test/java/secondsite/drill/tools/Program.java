package secondsite.drill.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that runs beside the demo, with its words in a log file. */
public final class Program {

    private static final int TAIL_LINES = 15;
    private static final String WRITTEN = "wchar: ";

    private final String name;
    private final Path log;
    private final List<String> command;
    private Process process;

    public Program(String name, Path log, List<String> command, CleanUp cleanUp) {
        this.name = name;
        this.log = log;
        this.command = List.copyOf(command);
        cleanUp.later(this::kill);
    }

    public void start() {
        try {
            process = new ProcessBuilder(command)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Shell.Failure with the program's last words when it has ended */
    public boolean running() {
        if (!process.isAlive()) {
            throw new Shell.Failure(name + " ended with " + process.exitValue() + ":\n" + tail());
        }
        return true;
    }

    public boolean alive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** @param name such as STOP or CONT */
    public void signal(String name) {
        Shell.run("kill", "-" + name, Long.toString(pid()));
    }

    /** As a crash does it: SIGKILL. */
    public void kill() {
        if (process != null) {
            process.destroyForcibly();
            await();
        }
    }

    /** As an administrator does it: SIGTERM. */
    public void stop() {
        process.destroy();
        await();
    }

    /** Waits until it has ended by itself; not for ever. */
    public void await() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until it has ended by itself, however long that takes. */
    public void untilItEnds() {
        process.onExit().join();
    }

    /** Whether it has ended, and says that all was well. */
    public boolean endedWell() {
        return !process.isAlive() && process.exitValue() == 0;
    }

    /** Bytes that it has written since its start, as the system counts them: to others, and into files. */
    public long written() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "io")).stream()
                .filter(line -> line.startsWith(WRITTEN))
                .mapToLong(line -> Long.parseLong(line.substring(WRITTEN.length()))).sum();
    }

    private String tail() {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(" + e.getMessage() + ")";
        }
    }
}
