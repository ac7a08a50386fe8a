package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.PlanClient;
import secondsite.api.host.Boot;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.Probe;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanProbe;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlannedStep;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.RecoverySettings;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.hypervisor.SimulatedHypervisor;

/** A plan whose machines are brought up by the server's own failovers from real points of a real master target, at a simulated host. */
@Timeout(120)
class PlanFailoverTest {

    private static final PlanRunRequest TEST = new PlanRunRequest(FailoverKind.TEST, null, null);
    private static final Probe.Console UP = new Probe.Console("secondsite-guest: up", 60);

    @TempDir
    Path folder;

    private PointStage stage;
    private HostStandIn host;
    private PlanClient plans;
    private Machine data;
    private Machine web;

    @BeforeEach
    void start() throws Exception {
        stage = new PointStage(Files.createDirectory(folder.resolve("stage")));
        host = stage.host();
        plans = new PlanClient(stage.server.asAdministrator());
        data = machine("data");
        web = machine("web");
    }

    @AfterEach
    void end() throws IOException {
        stage.close();
    }

    private Machine machine(String name) throws Exception {
        Machine machine = stage.protect(name, 1);
        stage.sender(machine.disk(0)).write(5);
        stage.arrived(machine.disk(0));
        new FailoverClient(stage.server.asAdministrator()).set(machine.id(),
                new RecoverySettings(128, 1, new Boot.DirectKernel(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"),
                        ""), null, List.of(new RecoverySettings.Card("52:54:00:00:00:01", null)), List.of(UP), null));
        return machine;
    }

    private PlanRun await(UUID run, Predicate<PlanRun> wanted) throws Exception {
        PlanRun now = plans.one(run);
        while (!wanted.test(now)) {
            Thread.sleep(20);
            now = plans.one(run);
        }
        return now;
    }

    @Test
    void itsMachinesAreStartedOnceOverARestartProvenAndLeaveNoTrace() throws Exception {
        KnownPlan plan = plans.add(new Plan("Shop", null, null, null,
                List.of(new PlanGroup("Data", null, List.of(data.id()),
                        List.of(new PlanAction.Question("says it is up", null, data.id(), UP))),
                        new PlanGroup("Front", null, List.of(web.id()), null))));
        PlanPreview preview = plans.dryRun(plan.id(), TEST);
        assertThat(preview.ready()).as(preview.toString()).isTrue();
        assertThat(preview.steps().getFirst()).extracting(PlannedStep::masterTarget).isEqualTo(PointStage.KEEPER);

        StartedRun started = plans.run(plan.id(), TEST);
        await(started.run(), run -> run.steps().getFirst().copy() != null);
        stage.server.restart();
        PlanRun run = await(started.run(), now -> now.state().over());
        assertThat(run.wentWell()).as(run.toString()).isTrue();
        assertThat(host.orders.stream().filter(order -> order.startsWith("start "))).hasSize(2)
                .doesNotHaveDuplicates();
        for (String name : List.of("data", "web")) {
            PlanStep step = PlanStage.step(run, name);
            assertThat(step.copy().works()).isNotNull().isAfterOrEqualTo(step.copy().up());
            assertThat(step.copy().probes()).extracting(PlanProbe::passed).containsExactly(true);
            assertThat(step.copy().lostSeconds()).isNotNull();
            assertThat(step.copy().pictured()).isTrue();
        }
        assertThat(run.rtoSeconds()).isPositive();
        var hypervisor = new SimulatedHypervisor(host.host);
        List<CardNetwork> networks = new ArrayList<>();
        for (var copy : hypervisor.machines()) {
            networks.add(hypervisor.specification(copy.machine()).cards().getFirst().network());
        }
        assertThat(networks).as("they reach each other, and nothing else").hasSize(2)
                .allMatch(network -> network instanceof CardNetwork.Shared)
                .allMatch(network -> network.equals(networks.getFirst()));

        var activity = new ActivityClient(stage.server.asAdministrator());
        while (!activity.job(started.job()).state().over()) {
            Thread.sleep(20);
        }
        assertThat(new String(plans.evidence(run.id(), "en"), StandardCharsets.UTF_8))
                .contains("<figcaption>web</figcaption>", "secondsite-guest: up");
        plans.clean(run.id(), "the shop opens");
        await(run.id(), now -> now.cleaned() != null);
        assertThat(host.exports).isEmpty();
        assertThat(new SimulatedHypervisor(host.host).machines()).isEmpty();
    }
}
