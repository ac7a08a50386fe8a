package secondsite.agent.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
@Timeout(60)
class ScriptsTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Scripts scripts = new Scripts();

    @TempDir
    private Path folder;

    private Scripts.End run(Duration limit, String script, String... arguments) throws Exception {
        return scripts.run(command(script, arguments), limit);
    }

    private static List<String> command(String script, String... arguments) {
        var command = new ArrayList<>(List.of("sh", "-c", script, "script"));
        command.addAll(List.of(arguments));
        return command;
    }

    @Test
    void argumentsArriveAsTheyAre() throws Exception {
        Scripts.End end = run(LONG, "printf '%s|' \"$@\"", "a b", "$(id)", "; rm", "*");
        assertThat(end.fine()).isTrue();
        assertThat(end.output()).isEqualTo("a b|$(id)|; rm|*|");
    }

    @Test
    void whatFailsSaysHowAndWhat() throws Exception {
        Scripts.End end = run(LONG, "echo cannot quiet >&2; exit 7");
        assertThat(end.fine()).isFalse();
        assertThat(end.words()).isEqualTo("ended with 7 and said: cannot quiet");
    }

    @Test
    void aProgramThatIsNotThereIsSaidSo() throws Exception {
        Scripts.End end = scripts.run(List.of("/no/such/program"), LONG);
        assertThat(end.fine()).isFalse();
        assertThat(end.words()).contains("/no/such/program");
    }

    @Test
    void ofMuchOutputTheEndIsKept() throws Exception {
        Scripts.End end = run(LONG, "seq 1 300000; echo last");
        assertThat(end.fine()).isTrue();
        assertThat(end.output()).hasSize(Scripts.OUTPUT_BYTES).endsWith("299999\n300000\nlast\n");
    }

    @Test
    void thereIsNothingToRead() throws Exception {
        assertThat(run(LONG, "read line || echo nothing").output()).isEqualTo("nothing\n");
    }

    @Test
    void whatItLeavesRunningIsNotWaitedFor() throws Exception {
        Path pid = folder.resolve("pid");
        Scripts.End end = run(LONG, "sleep 600 & echo $! >\"$1\"; echo done", pid.toString());
        assertThat(end.words()).isEqualTo("ended with 0 and said: done");
        ProcessHandle left = handle(pid).orElseThrow();
        assertThat(left.isAlive()).isTrue();
        left.destroyForcibly();
    }

    @Test
    void atTheLimitAllThatItBeganIsKilled() throws Exception {
        Path child = folder.resolve("child");
        Path orphan = folder.resolve("orphan");
        Path away = folder.resolve("away");
        String script = """
                trap '' TERM
                sleep 600 & echo $! >"$1"
                (sleep 600 & echo $! >"$2")
                setsid sh -c 'echo $$ >"$1"; sleep 600' s "$3" &
                echo begun
                while :; do sleep 1; done
                """;
        Scripts.End end = run(Duration.ofSeconds(2), script, child.toString(), orphan.toString(), away.toString());
        assertThat(end.fine()).isFalse();
        assertThat(end.words()).isEqualTo("was killed, it had not ended after 2 s and said: begun");
        for (Path pid : List.of(child, orphan, away)) {
            awaitEnd(pid);
        }
    }

    @Test
    void whoeverIsInterruptedLeavesNothingRunning() throws Exception {
        Path pid = folder.resolve("pid");
        var failure = new AtomicReference<Throwable>();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try {
                run(LONG, "echo $$ >\"$1.new\"; mv \"$1.new\" \"$1\"; sleep 600", pid.toString());
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        while (!Files.exists(pid)) {
            Thread.onSpinWait();
        }
        ProcessHandle script = handle(pid).orElseThrow();
        waiting.interrupt();
        waiting.join();
        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
        script.onExit().join();
    }

    private static Optional<ProcessHandle> handle(Path pid) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    }

    /** Waits for the end of the process that wrote its number there. */
    private static void awaitEnd(Path pid) throws IOException {
        handle(pid).ifPresent(process -> process.onExit().join());
    }

    @Test
    void noOtherGroupCanBeMeant() {
        assertThatThrownBy(() -> Signals.killGroup(1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Signals.killGroup(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
