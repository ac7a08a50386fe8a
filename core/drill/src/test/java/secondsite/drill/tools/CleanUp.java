package secondsite.drill.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** What is to be undone when the demo ends, however it ends: the last thing first, and the rest even if one fails. */
public final class CleanUp implements AutoCloseable {

    /** One thing to undo. */
    public interface Step {
        void undo() throws Exception;
    }

    private final Deque<Step> steps = new ArrayDeque<>();

    public CleanUp() {
        // Ctrl-C: the main thread goes on for a moment and finds everything gone, which then no longer matters.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "clean up"));
    }

    public synchronized void later(Step step) {
        steps.push(step);
    }

    /** A new folder with a short path, as sockets want it. */
    public Path folder() throws IOException {
        Path made = Files.createTempDirectory("s2");
        later(() -> {
            try (Stream<Path> all = Files.walk(made)) {
                for (Path file : all.toList().reversed()) {
                    Files.delete(file);
                }
            }
        });
        return made;
    }

    @Override
    public synchronized void close() {
        while (!steps.isEmpty()) {
            undo(steps.pop());
        }
    }

    private static void undo(Step step) {
        try {
            step.undo();
        } catch (Exception e) {
            System.err.println("could not clean up: " + e.getMessage());
        }
    }
}
