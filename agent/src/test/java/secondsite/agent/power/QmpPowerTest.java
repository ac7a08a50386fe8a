package secondsite.agent.power;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.machine.AgentReport.Power;
import secondsite.api.qmp.Qmp;

@Timeout(120)
class QmpPowerTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void pressesThePowerButtonAndThePowerSwitch() throws Exception {
        try (var machine = new DisklessMachine(folder)) {
            var power = new QmpPower(machine.socket());
            assertThat(power.state()).isEqualTo(Power.RUNNING);
            try (Qmp watch = machine.watch()) {
                power.shutDown();
                assertThat(watch.await(event -> event.path("event").asText().equals("POWERDOWN"), LONG)).isNotNull();
            }
            assertThat(power.state()).as("nobody in it hears a button").isEqualTo(Power.RUNNING);
            power.forceOff();
            assertThat(machine.ended()).isTrue();
            assertThat(power.state()).isEqualTo(Power.SHUT_DOWN);
            power.shutDown();
            power.forceOff();
        }
    }

    @Test
    void aMachineThatHasShutDownIsOffEvenIfItsProcessStays() throws Exception {
        try (var machine = new DisklessMachine(folder, "-action", "reboot=shutdown,shutdown=pause")) {
            var power = new QmpPower(machine.socket());
            try (Qmp watch = machine.watch()) {
                watch.ask("system_reset");
                assertThat(watch.await(event -> event.path("event").asText().equals("STOP"), LONG)).isNotNull();
            }
            assertThat(power.state()).isEqualTo(Power.SHUT_DOWN);
        }
    }

    @Test
    void aMachineThatDiedIsOff() throws Exception {
        try (var machine = new DisklessMachine(folder)) {
            machine.kill();
            assertThat(Files.exists(machine.socket())).isTrue();
            assertThat(new QmpPower(machine.socket()).state()).as("nobody listens").isEqualTo(Power.SHUT_DOWN);
        }
    }

    @Test
    void aSocketThatNeverWasThereTellsNothing() throws Exception {
        var power = new QmpPower(folder.resolve("elsewhere.sock"));
        assertThat(power.state()).isEqualTo(Power.UNKNOWN);
        assertThatThrownBy(power::shutDown).isInstanceOf(IOException.class);
        assertThatThrownBy(power::forceOff).isInstanceOf(IOException.class);
    }

    @Test
    void whoeverDoesNotAnswerIsNotTakenForOff() throws Exception {
        Path silent = folder.resolve("silent.sock");
        try (var listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(silent))) {
            assertThat(new QmpPower(silent).state()).isEqualTo(Power.UNKNOWN);
            assertThat(listening.isOpen()).isTrue();
        }
    }
}
