package secondsite.server.target.past;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

/** Runs a program of the machine that judges our work, and expects it to be content. */
final class Command {

    private Command() {}

    /** What it said. */
    static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(List.of(command) + ": " + said).isZero();
        return said;
    }
}
