package secondsite.drill.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the machine's tools, by argument lists. */
public final class Shell {

    /** What a tool said and how it ended. */
    public record Result(int code, String output) {
        public boolean fine() {
            return code == 0;
        }
    }

    /** A tool failed. */
    public static final class Failure extends RuntimeException {
        public Failure(String message) {
            super(message);
        }
    }

    private Shell() {}

    /** @return what the tool said, both streams, without white space around it */
    public static String run(String... command) {
        return run(List.of(command));
    }

    public static String run(List<String> command) {
        Result result = attempt(command);
        if (!result.fine()) {
            throw new Failure(String.join(" ", command) + " failed with " + result.code() + ":\n" + result.output());
        }
        return result.output();
    }

    public static Result attempt(String... command) {
        return attempt(List.of(command));
    }

    public static Result attempt(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted in " + String.join(" ", command));
        }
    }
}
