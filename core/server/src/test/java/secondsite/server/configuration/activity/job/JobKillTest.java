package secondsite.server.configuration.activity.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real program is killed (SIGKILL) at each point of a job, begins again, and is killed at the next. */
@Timeout(600)
class JobKillTest {

    @TempDir
    Path folder;

    private static List<String> points(String... tasks) {
        return Stream.of(tasks).flatMap(
                task -> Stream.of("begun", "written", "remembered", "ending").map(point -> task + " " + point))
                .toList();
    }

    /** In the tasks between the first and the last it is spared: they are like these. */
    @Test
    void aJobGoesOnAfterAKillAtAnyPoint() throws Exception {
        assertThat(lives(false, "DONE", points("two", "three"))).isEqualTo(points("one", "four"));
        assertThat(ledger()).containsExactly("one", "two", "three", "four");
    }

    @Test
    @Tag("long")
    void aJobGoesOnAfterAKillAtAnyPointOfAllTasks() throws Exception {
        assertThat(lives(false, "DONE", List.of())).isEqualTo(points("one", "two", "three", "four"));
        assertThat(ledger()).containsExactly("one", "two", "three", "four");
    }

    @Test
    void aJobThatFailedIsTakenBackAfterAKillAtAnyPoint() throws Exception {
        List<String> before = points("one", "two");
        assertThat(lives(true, "FAILED", before)).containsExactly("three begun", "three written", "three remembered",
                "three ending", "undo begun", "undo half", "undo ending", "undo written");
        assertThat(ledger()).containsExactly("one", "two", "three", "undo one", "undo two");
    }

    private List<String> ledger() throws IOException {
        return Files.readAllLines(folder.resolve("ledger"));
    }

    /** @param spared points at which it is not killed. @return the points at which it was */
    private List<String> lives(boolean fails, String ending, List<String> spared) throws Exception {
        List<String> passed = new ArrayList<>(spared);
        while (true) {
            String said = live(fails, passed);
            if (said.equals("OVER " + ending)) {
                return passed.subList(spared.size(), passed.size());
            }
            assertThat(said).startsWith("AT ");
            passed.add(said.substring("AT ".length()));
            assertThat(passed).doesNotHaveDuplicates();
        }
    }

    private String live(boolean fails, List<String> passed) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), MortalServer.class.getName(), folder.toString(),
                Boolean.toString(fails)));
        command.addAll(passed);
        Path log = folder.resolve("log");
        Process program = new ProcessBuilder(command).redirectError(log.toFile()).start();
        try (BufferedReader out = program.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("AT ") && !line.startsWith("OVER ")) {
                line = out.readLine();
            }
            assertThat(line).as(() -> read(log)).isNotNull();
            return line;
        } finally {
            program.destroyForcibly().waitFor();
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
