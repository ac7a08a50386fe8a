package secondsite.engine.tool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs programs of the machine. */
public final class Tool {

    private static final long LONGEST_SECONDS = 60;

    /** How a program ended, and what it said on both its channels. */
    public record Outcome(List<String> command, int exit, String output) {

        /** The output of a program that must have succeeded. */
        public String ok() {
            if (exit != 0) {
                throw new AssertionError("exit " + exit + " of " + String.join(" ", command) + "\n" + output);
            }
            return output;
        }
    }

    private Tool() {}

    /** Runs a program to its end; it fails the test when it is not installed, or takes longer than a minute. */
    public static Outcome run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("tool", ".out");
        try {
            Process process = start(output, command);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("hangs: " + String.join(" ", command) + "\n" + read(output));
            }
            return new Outcome(List.of(command), process.exitValue(), read(output));
        } finally {
            Files.delete(output);
        }
    }

    /** Starts a program that says what it has to say to this file. */
    public static Process start(Path output, String... command) throws IOException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        } catch (IOException e) {
            throw new AssertionError(command[0] + " is missing (" + e.getMessage()
                    + "); installer/test installs all programs that tests need", e);
        }
    }

    private static String read(Path output) throws IOException {
        return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    }
}
