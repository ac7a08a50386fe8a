package secondsite.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.configuration.ConfigurationFile;
import secondsite.agent.power.DisklessMachine;
import secondsite.agent.stage.PlayedConfigurationServer;
import secondsite.agent.stage.TestAuthority;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.ServerKind;
import secondsite.api.machine.AgentOrder;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.api.machine.AgentReport.Power;
import secondsite.api.machine.OrderOutcome;

/** A configuration server sees and switches the power of an agent's machine; it protects no disk for that. */
@Timeout(120)
class PowerTest {

    @TempDir
    private Path folder;

    private PlayedConfigurationServer server;

    @BeforeEach
    void begin() throws Exception {
        var authority = new TestAuthority();
        authority.issue("machine", folder);
        server = new PlayedConfigurationServer(authority.issue(ServerKind.CONFIGURATION_SERVER, "keeper"));
        server.begin();
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    private Agent start(String more) throws Exception {
        Path file = Files.writeString(folder.resolve("agent.yaml"), """
                agent: {id: machine, certificate: certificate.pem, key: key.pem, authority: authority.pem}
                configurationServer: {url: "%s"}
                %s
                """.formatted(server.url(), more));
        return Agent.start(ConfigurationFile.read(file));
    }

    private OrderOutcome ordered(Verb verb) throws InterruptedException {
        return server.carriedOut(new AgentOrder(UUID.randomUUID(), verb, List.of(), null));
    }

    private void awaitPower(Power power) throws InterruptedException {
        server.await("the machine is " + power, report -> report.power() == power);
    }

    @Test
    void aMachineIsTurnedOff() throws Exception {
        try (var machine = new DisklessMachine(folder);
                Agent agent = start("machine: {qmp: " + machine.socket() + "}")) {
            assertThat(agent).isNotNull();
            awaitPower(Power.RUNNING);
            assertThat(ordered(Verb.SHUT_DOWN).problem()).as("it was asked").isNull();
            awaitPower(Power.RUNNING);
            assertThat(ordered(Verb.FORCE_OFF).problem()).isNull();
            assertThat(machine.ended()).isTrue();
            awaitPower(Power.SHUT_DOWN);
        }
    }

    @Test
    void aCommandThatFailsIsToldWithTheOrder() throws Exception {
        try (Agent agent = start("machine: {state: [/bin/false], shutDown: [/bin/sh, -c, 'echo no; exit 9'], "
                + "forceOff: [/bin/true]}")) {
            assertThat(agent).isNotNull();
            awaitPower(Power.SHUT_DOWN);
            OrderOutcome outcome = ordered(Verb.SHUT_DOWN);
            assertThat(outcome.problem().code()).isEqualTo(ErrorCode.ORDER_REFUSED);
            assertThat(outcome.problem().detail()).contains("ended with 9 and said: no");
        }
    }

    @Test
    void anAgentThatWasNotToldHowSaysNothingOfPowerAndRefuses() throws Exception {
        try (Agent agent = start("")) {
            assertThat(agent).isNotNull();
            assertThat(server.await("a report", _ -> true).power()).isNull();
            assertThat(ordered(Verb.FORCE_OFF).problem().code()).isEqualTo(ErrorCode.ORDER_REFUSED);
        }
    }
}
