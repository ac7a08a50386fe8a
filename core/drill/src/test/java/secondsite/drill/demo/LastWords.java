package secondsite.drill.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The ends of all programs' logs, for the person who wants to know why the demo broke off. */
record LastWords(Path directory) {

    private static final int LINES = 6;

    void show(Screen screen) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path log : files.filter(file -> file.toString().endsWith(".log")).sorted().toList()) {
                List<String> lines = Files.readAllLines(log);
                screen.line("");
                screen.line("the last words of %s:", log.getFileName());
                lines.subList(Math.max(0, lines.size() - LINES), lines.size())
                        .forEach(line -> screen.line("  %s", line));
            }
        }
    }
}
