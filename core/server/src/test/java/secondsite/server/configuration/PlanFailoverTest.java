package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.PlanClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Boot;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.HostStatus;
import secondsite.api.host.Probe;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanProbe;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepState;
import secondsite.api.plan.PlannedStep;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.replication.ProtectionState;
import secondsite.api.replication.ReplicationGroup;
import secondsite.engine.segment.MarkKind;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.hypervisor.SimulatedHypervisor;

/** A plan whose machines are brought up by the server's own failovers from real points of a real master target, at a simulated host. */
@Timeout(120)
class PlanFailoverTest {

    private static final PlanRunRequest TEST = new PlanRunRequest(FailoverKind.TEST, null, null);
    private static final PlanRunRequest PLANNED = new PlanRunRequest(FailoverKind.PLANNED, null, null);
    private static final PlanRunRequest UNPLANNED = new PlanRunRequest(FailoverKind.UNPLANNED, null, null);
    private static final Probe.Console UP = new Probe.Console("secondsite-guest: up", 60);
    private static final HostStatus FULL = new HostStatus("simulated", "1", true, 4, 8L << 30, 1 << 20, 0, List.of(),
            null);

    @TempDir
    Path folder;

    private PointStage stage;
    private HostStandIn host;
    private PlanClient plans;
    private Machine data;
    private Machine web;
    private SourceStandIn dataSource;
    private SourceStandIn webSource;

    @BeforeEach
    void start() throws Exception {
        stage = new PointStage(Files.createDirectory(folder.resolve("stage")));
        host = stage.host();
        plans = new PlanClient(stage.server.asAdministrator());
        data = machine("data");
        web = machine("web");
        stage.reportGateway();
        dataSource = new SourceStandIn(stage, host, data);
        webSource = new SourceStandIn(stage, host, web);
        await(() -> dataSource.assignment != null && webSource.assignment != null);
    }

    @AfterEach
    void end() throws IOException {
        dataSource.close();
        webSource.close();
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

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            // The test's own time limit ends this.
            Thread.sleep(20);
        }
    }

    private PlanRun await(UUID run, Predicate<PlanRun> wanted) throws Exception {
        PlanRun now = plans.one(run);
        while (!wanted.test(now)) {
            Thread.sleep(20);
            now = plans.one(run);
        }
        return now;
    }

    private PlanRun awaitOver(StartedRun started) throws Exception {
        PlanRun run = await(started.run(), now -> now.state().over());
        var activity = new ActivityClient(stage.server.asAdministrator());
        while (!activity.job(started.job()).state().over()) {
            Thread.sleep(20);
        }
        return run;
    }

    private PlanRun awaitAsking(StartedRun started, String step) throws Exception {
        return await(started.run(), run -> run.state() == PlanRunState.ASKING
                && !PlanStage.step(run, step).state().over()
                && PlanStage.step(run, step).state() != PlanStepState.WAITING);
    }

    private KnownPlan plan(String name, PlanAction... between) throws IOException {
        return plans.add(new Plan(name, null, null, null,
                List.of(new PlanGroup("Data", null, List.of(data.id()), List.of(between)),
                        new PlanGroup("Front", null, List.of(web.id()), null))));
    }

    private KnownPlan planWithQuestion() throws IOException {
        return plan("Shop", new PlanAction.Confirmation("Line", null, "The line stands", null));
    }

    private long running() {
        return new SimulatedHypervisor(host.host).machines().size();
    }

    private List<String> orders(String beginning) {
        return host.orders.stream().filter(order -> order.startsWith(beginning)).toList();
    }

    private String evidence(PlanRun run) throws IOException {
        return new String(plans.evidence(run.id(), "en"), StandardCharsets.UTF_8);
    }

    private ProtectionState state(Machine machine) throws IOException {
        return new ProtectionClient(stage.server.asAdministrator()).protection(machine.id()).state();
    }

    private void together() throws IOException {
        new ProtectionClient(stage.server.asAdministrator())
                .put(new ReplicationGroup(null, "pair", 0, 100, List.of(data.id(), web.id())));
    }

    private static String keep(Machine machine, long sequence) {
        return "keep " + machine.disk(0) + " at " + sequence;
    }

    private long last(Machine machine) {
        return stage.sender(machine.disk(0)).spool().lastSequence();
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

        awaitOver(started);
        assertThat(evidence(run)).contains("<figcaption>web</figcaption>", "secondsite-guest: up");
        plans.clean(run.id(), "the shop opens");
        await(run.id(), now -> now.cleaned() != null);
        assertThat(host.exports).isEmpty();
        assertThat(new SimulatedHypervisor(host.host).machines()).isEmpty();
    }

    @Test
    void aPlannedRunLosesNothingGoesOnAfterTheServerAndWhatFailedIsTriedAgain() throws Exception {
        Instant begun = Instant.now();
        dataSource.stuck = true;
        StartedRun started = plans.run(planWithQuestion().id(), PLANNED);
        await(dataSource::fenced);
        stage.server.restart();
        dataSource.stuck = false;
        PlanRun asked = awaitAsking(started, "Line");
        assertThat(PlanStage.step(asked, "data").state()).isEqualTo(PlanStepState.DONE);
        assertThat(webSource.fenced()).as("its turn has not come").isFalse();

        host.status = FULL;
        plans.confirm(asked.id(), 2, "olga called");
        PlanRun failed = awaitAsking(started, "web");
        assertThat(PlanStage.step(failed, "web").detail()).contains("HOST_UNABLE", "are free");
        assertThat(orders("source shut down")).as("that of the other machine").hasSize(1);
        assertThat(state(web)).isEqualTo(ProtectionState.PROTECTED);
        stage.server.restart();
        host.status = host.usual;
        plans.retry(failed.id(), 3, "space was made");

        PlanRun run = awaitOver(started);
        assertThat(run.wentWell()).as(run.toString()).isTrue();
        assertThat(List.of(state(data), state(web))).containsOnly(ProtectionState.COMMIT_PENDING);
        assertThat(host.orders).containsSubsequence("source shut down", "source fenced", keep(data, last(data)),
                "source shut down", "source fenced", keep(web, last(web)));
        assertThat(running()).isEqualTo(2);
        assertThat(run.rpoSeconds()).isZero();
        assertThat(run.rtoSeconds()).isPositive()
                .isLessThanOrEqualTo(Duration.between(begun, Instant.now()).toMillis() / 1000.0);
        assertThat(evidence(run)).contains("(RPO)</td><td>0.0 s</td>", "olga called", "space was made",
                "(RTO)</td><td>" + "%.1f s".formatted(run.rtoSeconds()));
    }

    @Test
    void aMachineThatFailsIsSkippedOrStopsTheRunAndItsSourceGoesOn() throws Exception {
        KnownPlan plan = plan("Shop");
        host.status = FULL;
        StartedRun first = plans.run(plan.id(), UNPLANNED);
        plans.skip(awaitAsking(first, "data").id(), 1, "it is not needed");
        awaitAsking(first, "web");
        host.status = host.usual;
        plans.retry(first.run(), 2, null);
        PlanRun skipped = awaitOver(first);
        assertThat(skipped.state()).isEqualTo(PlanRunState.DONE);
        assertThat(skipped.wentWell()).isFalse();
        assertThat(skipped.rtoSeconds()).as("not all machines work").isNull();
        assertThat(List.of(state(data), state(web))).containsExactly(ProtectionState.PROTECTED,
                ProtectionState.COMMIT_PENDING);
        assertThat(dataSource.fenced()).isFalse();
        assertThat(evidence(skipped)).contains("it is not needed");

        host.status = FULL;
        StartedRun second = plans.run(plan.id(), UNPLANNED);
        plans.stop(awaitAsking(second, "data").id(), "enough");
        PlanRun stopped = awaitOver(second);
        assertThat(stopped.state()).isEqualTo(PlanRunState.STOPPED);
        assertThat(stopped.steps()).extracting(PlanStep::state).containsExactly(PlanStepState.FAILED,
                PlanStepState.NOT_DONE);
        assertThat(state(data)).isEqualTo(ProtectionState.PROTECTED);
        assertThat(running()).as("what ran goes on running").isOne();
    }

    @Test
    void aMachineThatTwoPlansBringUpAtOnceIsBroughtUpOnce() throws Exception {
        StartedRun one = plans.run(plan("One").id(), UNPLANNED);
        StartedRun other = plans.run(plan("Other").id(), UNPLANNED);
        List<PlanRun> runs = new ArrayList<>();
        for (StartedRun started : List.of(one, other)) {
            runs.add(await(started.run(), run -> run.state().over() || run.state() == PlanRunState.ASKING));
        }
        assertThat(runs).flatExtracting(PlanRun::steps).filteredOn(step -> step.state() == PlanStepState.ASKING)
                .isNotEmpty()
                .allSatisfy(step -> assertThat(step.detail()).containsPattern("FAILOVER_OPEN|JOB_RUNNING"));
        for (PlanRun run : runs) {
            if (!run.state().over()) {
                plans.stop(run.id(), null);
                await(run.id(), now -> now.state().over());
            }
        }
        assertThat(new FailoverClient(stage.server.asAdministrator()).failovers(data.id(), false)).hasSize(1);
        assertThat(orders("start ")).doesNotHaveDuplicates().hasSize((int) running());
    }

    @Test
    void theMachinesOfAGroupGoBackToOnePointWhateverIsMadeMeanwhile() throws Exception {
        together();
        UUID point = stage.mark(MarkKind.GROUP, "", data.disk(0), web.disk(0));
        List<String> chosen = List.of(keep(data, last(data)), keep(web, last(web)));
        StartedRun started = plans.run(planWithQuestion().id(),
                new PlanRunRequest(FailoverKind.TEST, "latest-group", null));
        PlanRun asked = awaitAsking(started, "Line");
        assertThat(asked.points()).singleElement().satisfies(common -> {
            assertThat(common.point()).isEqualTo(point);
            assertThat(common.name()).isEqualTo("pair");
            assertThat(common.machines()).containsExactly(data.id(), web.id());
        });
        assertThat(host.exports.values()).filteredOn(export -> export.disk().equals(web.disk(0))).as("kept")
                .singleElement().satisfies(export -> assertThat(export.label()).contains(asked.id().toString()));

        stage.sender(web.disk(0)).write(3);
        stage.mark(MarkKind.GROUP, "", data.disk(0), web.disk(0));
        stage.server.restart();
        plans.confirm(asked.id(), 2, null);
        PlanRun run = awaitOver(started);
        assertThat(run.wentWell()).as(run.toString()).isTrue();
        assertThat(orders("keep ")).hasSize(4).hasSameElementsAs(chosen);
        assertThat(host.exports).as("what the run kept is let go").hasSize(2);
        assertThat(evidence(run)).contains("pair: " + point);
    }

    @Test
    void aGroupWithoutACommonPointIsRefusedBeforeAnythingIsShutDownAndWhatIsLostIsMeasured() throws Exception {
        together();
        KnownPlan plan = planWithQuestion();
        var wanted = new PlanRunRequest(FailoverKind.UNPLANNED, "latest-group", null);
        stage.mark(MarkKind.GROUP, "", data.disk(0));
        assertThat(plans.dryRun(plan.id(), wanted).refusals()).singleElement().asString()
                .contains("replication group pair", "no group point");
        assertThatThrownBy(() -> plans.run(plan.id(), wanted)).isInstanceOf(TransferException.Refused.class)
                .hasMessageContaining("replication group pair");
        assertThat(plans.runs(plan.id()).runs()).isEmpty();
        assertThat(host.orders).isEmpty();

        stage.mark(MarkKind.GROUP, "", data.disk(0), web.disk(0));
        String chosen = keep(web, last(web));
        Instant before = Instant.now();
        stage.sender(web.disk(0)).write(4);
        stage.arrived(web.disk(0));
        PlanPreview preview = plans.dryRun(plan.id(), wanted);
        assertThat(preview.ready()).as(preview.toString()).isTrue();
        StartedRun started = plans.run(plan.id(), wanted);
        PlanRun asked = awaitAsking(started, "Line");
        Instant later = Instant.now();
        stage.sender(web.disk(0)).write(2);
        stage.arrived(web.disk(0));
        plans.confirm(asked.id(), 2, null);
        PlanRun run = awaitOver(started);

        assertThat(run.wentWell()).as(run.toString()).isTrue();
        assertThat(orders("keep " + web.disk(0))).containsOnly(chosen);
        Instant point = asked.points().getFirst().time();
        assertThat(preview.lostSeconds()).isGreaterThanOrEqualTo(Duration.between(point, before).toMillis() / 1000.0);
        assertThat(PlanStage.step(run, "web").copy().lostSeconds()).as("both times are cut to milliseconds")
                .isGreaterThanOrEqualTo(Duration.between(point, later).toMillis() / 1000.0 - 0.002);
        assertThat(run.rpoSeconds()).isEqualTo(PlanStage.step(run, "web").copy().lostSeconds());
    }

    @Test
    void aRunThatIsCancelledLetsGoWhatItKeptForItsGroup() throws Exception {
        together();
        stage.mark(MarkKind.GROUP, "", data.disk(0), web.disk(0));
        StartedRun started = plans.run(planWithQuestion().id(),
                new PlanRunRequest(FailoverKind.TEST, "latest-group", null));
        awaitAsking(started, "Line");
        assertThat(host.exports).as("two that are kept, and that of the copy").hasSize(3);
        new ActivityClient(stage.server.asAdministrator()).cancel(started.job());
        assertThat(awaitOver(started).state()).isEqualTo(PlanRunState.CANCELLED);
        assertThat(host.exports).isEmpty();
        assertThat(running()).isZero();
    }

    /** What it was asked for is gone when the job looks. */
    @Test
    void aGroupPointThatIsGoneWhenTheRunBeginsEndsItAndSaysSo() throws Exception {
        together();
        stage.mark(MarkKind.GROUP, "", data.disk(0), web.disk(0));
        host.expired = true;
        StartedRun started = plans.run(plan("Shop").id(),
                new PlanRunRequest(FailoverKind.UNPLANNED, "latest-group", null));
        PlanRun run = awaitOver(started);
        assertThat(run.state()).isEqualTo(PlanRunState.FAILED);
        assertThat(PlanStage.step(run, "data").detail()).contains("nothing was begun", "it has expired");
        assertThat(PlanStage.step(run, "web").state()).isEqualTo(PlanStepState.NOT_DONE);
        assertThat(List.of(state(data), state(web))).containsOnly(ProtectionState.PROTECTED);
        assertThat(orders("source")).isEmpty();
        assertThat(evidence(run)).contains("it has expired");
    }
}
