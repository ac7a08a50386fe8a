package secondsite.agent.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.os.Scripts;
import secondsite.api.machine.AgentReport.Power;

@Timeout(60)
class CommandPowerTest {

    @TempDir
    private Path folder;

    private static List<String> sh(String script) {
        return List.of("/bin/sh", "-c", script);
    }

    private static CommandPower power(List<String> state, String shutDown, String forceOff) {
        return new CommandPower(new CommandPower.Commands(state, sh(shutDown), sh(forceOff)), new Scripts(),
                Duration.ofSeconds(2));
    }

    private static Power state(String script) throws InterruptedException {
        return power(sh(script), "true", "true").state();
    }

    @Test
    void theStateIsWhatTheCommandEndsWith() throws Exception {
        assertThat(state("exit 0")).isEqualTo(Power.RUNNING);
        assertThat(state("exit 1")).isEqualTo(Power.SHUT_DOWN);
        assertThat(state("exit 2")).isEqualTo(Power.UNKNOWN);
        assertThat(state("kill -9 $$")).isEqualTo(Power.UNKNOWN);
        assertThat(state("sleep 60")).as("its time is over").isEqualTo(Power.UNKNOWN);
        assertThat(power(List.of("/no/such/program"), "true", "true").state()).isEqualTo(Power.UNKNOWN);
    }

    @Test
    void isSwitchedByCommands() throws Exception {
        Path on = Files.createFile(folder.resolve("on"));
        Path asked = folder.resolve("asked");
        CommandPower power = power(sh("test -e " + on), "touch " + asked, "rm " + on);
        power.shutDown();
        assertThat(asked).exists();
        assertThat(power.state()).isEqualTo(Power.RUNNING);
        power.forceOff();
        assertThat(on).doesNotExist();
        assertThat(power.state()).isEqualTo(Power.SHUT_DOWN);
    }

    @Test
    void aCommandThatFailsSaysWhy() {
        CommandPower power = power(sh("exit 0"), "echo no such domain; exit 3", "yes | head -c 100000; exit 4");
        assertThatThrownBy(power::shutDown).isInstanceOf(IOException.class)
                .hasMessageContaining("ended with 3 and said: no such domain");
        assertThatThrownBy(power::forceOff).isInstanceOf(IOException.class)
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(5000));
    }

    @Test
    void aMachineThatStaysOnIsNotTakenForOff() {
        CommandPower power = power(sh("exit 0"), "true", "true");
        assertThatThrownBy(power::forceOff).hasMessageContaining("may still be on");
    }
}
