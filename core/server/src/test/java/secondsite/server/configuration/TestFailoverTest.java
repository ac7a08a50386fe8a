package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.InventoryClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Boot;
import secondsite.api.host.CardNetwork;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineState;
import secondsite.api.host.Probe;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OpenFailover;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.ProbeResult;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.replication.DisableRequest;
import secondsite.api.security.Role;
import secondsite.engine.segment.MarkKind;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.health.CurrentHealth;
import secondsite.server.configuration.health.HealthRound;
import secondsite.server.configuration.health.Judged;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.web.ProblemException;

/** Copies of machines brought up for a test: a real configuration server, real points of a real master target, and a simulated host. */
@Timeout(120)
class TestFailoverTest {

    private static final FailoverRequest TEST = FailoverRequest.of(FailoverKind.TEST, null);
    private static final Boot KERNEL = new Boot.DirectKernel(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"), "");
    private static final Probe.Console UP = new Probe.Console("secondsite-guest: up", 60);

    @TempDir
    Path folder;

    private PointStage stage;
    private HostStandIn host;
    private FailoverClient failovers;
    private ActivityClient activity;

    @BeforeEach
    void start() throws IOException {
        stage = new PointStage(Files.createDirectory(folder.resolve("stage")));
        host = stage.host();
        failovers = new FailoverClient(stage.server.asAdministrator());
        activity = new ActivityClient(stage.server.asAdministrator());
    }

    @AfterEach
    void end() throws IOException {
        stage.close();
    }

    private Machine machine(String name, int disks, Probe... probes) throws Exception {
        Machine machine = stage.protect(name, disks);
        for (UUID disk : machine.disks()) {
            stage.sender(disk).write(5);
        }
        stage.arrived(machine.disks().toArray(UUID[]::new));
        failovers.set(machine.id(), new RecoverySettings(128, 1, KERNEL, null,
                List.of(new RecoverySettings.Card("52:54:00:00:00:01", null)), List.of(probes), null));
        return machine;
    }

    private Job over(OrderedFailover ordered) throws Exception {
        await(() -> job(ordered).state().over());
        return job(ordered);
    }

    private Job job(OrderedFailover ordered) {
        try {
            return activity.job(ordered.job());
        } catch (TransferException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !condition.getAsBoolean();) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(10);
        }
    }

    private void assertDone(OrderedFailover ordered) throws Exception {
        Job job = over(ordered);
        assertThat(job.state()).as(String.valueOf(job.problem())).isEqualTo(JobState.DONE);
    }

    private void assertFailed(OrderedFailover ordered, ErrorCode code, String said) throws Exception {
        Job job = over(ordered);
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.problem().code()).as(job.problem().detail()).isEqualTo(code);
        assertThat(job.problem().detail()).contains(said);
        Failover failed = failovers.failover(ordered.failover());
        assertThat(failed.state()).isEqualTo(FailoverState.FAILED);
        assertThat(failed.problem()).contains(code.name()).contains(said);
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void assertRefused(ProblemCode code, String said, Call call) {
        TransferException refused = catchThrowableOfType(TransferException.class, call::make);
        assertThat(refused).as(said).isNotNull().hasMessageContaining(said);
        assertThat(refused.problem().orElseThrow().code()).isEqualTo(code);
    }

    private void assertNoTrace() {
        assertThat(host.exports).isEmpty();
        assertThat(new secondsite.server.hypervisor.SimulatedHypervisor(host.host).machines()).isEmpty();
    }

    @Test
    void aCopyRunsIsProbedIsSeenEverywhereAndLeavesNothingWhenItIsCleanedUp() throws Exception {
        Machine web = machine("web", 1, UP);
        long last = stage.sender(web.disk(0)).spool().lastSequence();
        OrderedFailover ordered = failovers.order(web.id(), TEST);
        assertDone(ordered);

        Failover running = failovers.failover(ordered.failover());
        assertThat(running.state()).isEqualTo(FailoverState.RUNNING);
        assertThat(running.works()).isTrue();
        assertThat(running.probes()).extracting(ProbeResult::probe, ProbeResult::passed)
                .containsExactly(tuple(UP, true));
        assertThat(running.status().state()).isEqualTo(MachineState.RUNNING);
        assertThat(running.masterTarget()).isEqualTo(PointStage.KEEPER);
        assertThat(host.orders).containsExactly("keep " + web.disk(0) + " at " + last, "make " + running.hosted(),
                "start " + running.hosted());
        var made = new secondsite.server.hypervisor.SimulatedHypervisor(host.host).specification(running.hosted());
        assertThat(made.cards()).extracting(card -> card.network())
                .containsExactly(new CardNetwork.Isolated(List.of()));
        assertThat(made.memoryMebibytes()).isEqualTo(128);

        var protection = new ProtectionClient(stage.server.asAdministrator()).protection(web.id());
        assertThat(protection.failovers()).extracting(OpenFailover::id, OpenFailover::kind)
                .containsExactly(tuple(ordered.failover(), FailoverKind.TEST));
        assertThat(new InventoryClient(stage.server.asAdministrator()).machine(web.id()).summary().failover())
                .isEqualTo("TEST");
        assertThat(failovers.failovers(web.id(), true)).extracting(Failover::id).containsExactly(ordered.failover());
        assertThat(failovers.picture(ordered.failover())).startsWith((byte) 0x89, 'P', 'N', 'G');
        assertThat(failovers.console(ordered.failover(), 0).text()).contains("secondsite-guest: up");

        assertDone(failovers.clean(ordered.failover(), "the shop opens, orders can be placed"));
        assertNoTrace();
        Failover cleaned = failovers.failover(ordered.failover());
        assertThat(cleaned.state()).isEqualTo(FailoverState.CLEANED);
        assertThat(cleaned.notes()).isEqualTo("the shop opens, orders can be placed");
        assertThat(cleaned.ended()).isNotNull();
        assertThat(failovers.failovers(null, true)).isEmpty();
        assertThat(failovers.failovers(null, false)).extracting(Failover::id).containsExactly(ordered.failover());
        assertThat(failovers.picture(ordered.failover())).as("kept").startsWith((byte) 0x89, 'P', 'N', 'G');
        assertThat(failovers.console(ordered.failover(), 0).text()).as("kept").contains("secondsite-guest: up");
        assertThat(new InventoryClient(stage.server.asAdministrator()).machine(web.id()).summary().failover()).isNull();
        assertThat(activity.events(new ActivityClient.Events(null, "failover.state", ordered.failover().toString(),
                null), null, 50).items().reversed()).extracting(Event::detail)
                .containsExactly("TEST STARTING", "TEST RUNNING", "TEST CLEANING", "TEST CLEANED");
        assertThat(stage.server.part(AuditLog.class).after(0, 1000)).extracting(line -> line.action())
                .contains("failover ordered", "test cleaned up", "recovery settings set");
    }

    @Test
    void allDisksAreAsTheyWereAtOneMoment() throws Exception {
        Machine web = machine("web", 2);
        UUID app = stage.mark(MarkKind.APP_CONSISTENT, "quiet", web.disk(0), web.disk(1));
        long[] at = {stage.sender(web.disk(0)).spool().lastSequence(),
                stage.sender(web.disk(1)).spool().lastSequence()};
        stage.sender(web.disk(0)).write(7);
        stage.arrived(web.disk(0));
        for (String point : List.of("latest-app", app.toString())) {
            OrderedFailover ordered = failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, point));
            assertDone(ordered);
            assertThat(host.orders).contains("keep " + web.disk(0) + " at " + at[0],
                    "keep " + web.disk(1) + " at " + at[1]);
            assertDone(failovers.clean(ordered.failover(), null));
            host.orders.clear();
        }
        OrderedFailover latest = failovers.order(web.id(), TEST);
        assertDone(latest);
        Instant moment = failovers.failover(latest.failover()).pointTime();
        assertThat(host.orders).as("one wrote nothing more").contains("keep " + web.disk(0) + " at " + moment,
                "keep " + web.disk(1) + " at " + at[1]);
        assertDone(failovers.clean(latest.failover(), null));
        assertFailed(failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, "latest-group")),
                ErrorCode.NO_RECOVERY_POINT, "there is no group point");
        stage.mark(MarkKind.GROUP, "", web.disk(0), web.disk(1));
        String together = "keep " + web.disk(0) + " at " + stage.sender(web.disk(0)).spool().lastSequence();
        stage.sender(web.disk(0)).write(3);
        stage.arrived(web.disk(0));
        OrderedFailover group = failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, "latest-group"));
        assertDone(group);
        assertThat(host.orders).contains(together);
        assertDone(failovers.clean(group.failover(), null));
        assertRefused(ProblemCode.BAD_REQUEST, "a time like",
                () -> failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, "yesterday")));
        assertFailed(failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, UUID.randomUUID().toString())),
                ErrorCode.NO_RECOVERY_POINT, "may have expired");
        assertFailed(failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, "2001-01-01T00:00:00Z")),
                ErrorCode.NO_RECOVERY_POINT, "any of these times");
    }

    @Test
    void aSecondTestOfTheSameMachineIsRefusedUntilTheFirstIsCleanedUp() throws Exception {
        Machine web = machine("web", 1);
        Machine shop = machine("shop", 1);
        OrderedFailover first = failovers.order(web.id(), TEST);
        assertRefused(ProblemCode.CONFLICT, "FAILOVER_OPEN", () -> failovers.order(web.id(), TEST));
        assertThat(failovers.preview(web.id(), TEST).refusals()).contains("FAILOVER_OPEN");
        assertDone(failovers.order(shop.id(), TEST));
        assertDone(first);
        assertRefused(ProblemCode.CONFLICT, "FAILOVER_OPEN",
                () -> new ProtectionClient(stage.server.asAdministrator()).disable(web.id(),
                        new DisableRequest(false, null, null)));
        assertDone(failovers.clean(first.failover(), ""));
        assertRefused(ProblemCode.CONFLICT, "CLEANED", () -> failovers.clean(first.failover(), ""));
        assertRefused(ProblemCode.CONFLICT, "cannot be committed", () -> failovers.commit(first.failover()));
        assertDone(failovers.order(web.id(), TEST));
    }

    @Test
    void aCopyThatDoesNotWorkRunsOnUntilItIsLookedAt() throws Exception {
        Probe never = new Probe.Console("secondsite-guest: never said", 1);
        Machine web = machine("web", 1, UP, never);
        OrderedFailover ordered = failovers.order(web.id(), TEST);
        assertDone(ordered);
        Failover running = failovers.failover(ordered.failover());
        assertThat(running.state()).isEqualTo(FailoverState.RUNNING);
        assertThat(running.works()).isFalse();
        assertThat(running.probes()).extracting(ProbeResult::probe, ProbeResult::passed)
                .containsExactlyInAnyOrder(tuple(UP, true), tuple(never, false));
        assertThat(activity.events(new ActivityClient.Events(Event.Severity.WARNING, "failover.probes", null, null),
                null, 10).items()).extracting(Event::code).containsExactly(ErrorCode.PROBE_FAILED);
    }

    @Test
    void whatTheHostCannotRunLeavesNothing() throws Exception {
        Machine web = machine("web", 1);
        host.status = new HostStatus("simulated", "1", true, 4, 64 << 20, 1L << 40, 0, List.of(), null);
        assertFailed(failovers.order(web.id(), TEST), ErrorCode.HOST_UNABLE, "64 MiB of memory are free");
        host.status = new HostStatus("simulated", null, true, 4, 8L << 30, 1L << 40, 0, List.of(), "install QEMU");
        assertFailed(failovers.order(web.id(), TEST), ErrorCode.HOST_UNABLE, "install QEMU");
        host.status = new HostStatus("simulated", "1", true, 4, 8L << 30, 1L << 40, 0, List.of(), null);
        OrderedFailover ordered = orderedWithRefusedStart(web);
        assertFailed(ordered, ErrorCode.HOST_REFUSED, "its program ended");
        assertNoTrace();
        assertThat(host.orders).as("the copy was made, and is removed").anyMatch(order -> order.startsWith("remove"));
        assertRefused(ProblemCode.CONFLICT, "FAILED", () -> failovers.clean(ordered.failover(), ""));
    }

    /** The host refuses to start any copy that is made from now on. */
    private OrderedFailover orderedWithRefusedStart(Machine machine) throws Exception {
        host.trouble = new ProblemException(ProblemCode.UNAVAILABLE, "the host is starting");
        OrderedFailover ordered = failovers.order(machine.id(), TEST);
        await(() -> job(ordered).state() == JobState.RETRYING);
        assertThat(job(ordered).problem().code()).isEqualTo(ErrorCode.MASTER_TARGET_UNREACHABLE);
        host.host.refuseStart(failovers.failover(ordered.failover()).hosted(),
                new HypervisorException(HypervisorException.Reason.DIED, "its program ended"));
        host.trouble = null;
        activity.retry(ordered.job());
        return ordered;
    }

    @Test
    void aTestThatIsCancelledLeavesNothing() throws Exception {
        Probe never = new Probe.Console("secondsite-guest: never said", 3600);
        Machine web = machine("web", 1, never);
        OrderedFailover ordered = failovers.order(web.id(), TEST);
        await(() -> job(ordered).tasks().stream()
                .anyMatch(task -> task.name().equals("probes") && task.state() == JobState.RUNNING));
        assertRefused(ProblemCode.CONFLICT, "", () -> failovers.clean(ordered.failover(), ""));
        activity.cancel(ordered.job());
        assertThat(over(ordered).state()).isEqualTo(JobState.CANCELLED);
        assertThat(failovers.failover(ordered.failover()).state()).isEqualTo(FailoverState.CANCELLED);
        assertNoTrace();
    }

    @Test
    void aTestSurvivesTheServer() throws Exception {
        Probe never = new Probe.Console("secondsite-guest: never said", 3600);
        Machine web = machine("web", 1, never);
        OrderedFailover ordered = failovers.order(web.id(), TEST);
        await(() -> job(ordered).tasks().stream()
                .anyMatch(task -> task.name().equals("probes") && task.state() == JobState.RUNNING));
        stage.server.restart();
        assertThat(failovers.failovers(web.id(), true)).extracting(Failover::id).containsExactly(ordered.failover());
        stage.server.pass(Duration.ofHours(2));
        assertDone(ordered);
        assertThat(failovers.failover(ordered.failover()).works()).isFalse();
        assertThat(host.orders.stream().filter(order -> order.startsWith("start"))).hasSize(1);
        assertDone(failovers.clean(ordered.failover(), ""));
        assertNoTrace();
    }

    @Test
    void aForgottenTestIsAReasonInHealth() throws Exception {
        Machine web = machine("web", 1);
        assertDone(failovers.order(web.id(), TEST));
        assertThat(reasons(web)).doesNotContain(ErrorCode.TEST_FORGOTTEN);
        stage.server.pass(Duration.ofHours(25));
        assertThat(reasons(web)).contains(ErrorCode.TEST_FORGOTTEN);
    }

    private List<ErrorCode> reasons(Machine machine) {
        stage.server.part(HealthRound.class).run();
        Judged judged = stage.server.part(CurrentHealth.class).machine(machine.id()).orElseThrow();
        return judged.health().reasons().stream().map(ReportedProblem::code).toList();
    }

    @Test
    void thePreviewSaysWhatTheOrderWouldDo() throws Exception {
        Machine web = machine("web", 1);
        FailoverPreview preview = failovers.preview(web.id(), TEST);
        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.lostSeconds()).isZero();
        assertThat(preview.pointTime()).isNotNull();
        assertThat(preview.masterTarget()).isEqualTo(PointStage.KEEPER);
        host.status = new HostStatus("simulated", null, true, 4, 8L << 30, 1L << 40, 0, List.of(), "install QEMU");
        stage.report(host);
        assertThat(failovers.preview(web.id(), TEST).refusals()).containsExactly("keeper: install QEMU");
        host.status = new HostStatus("simulated", "1", true, 4, 64L << 20, 1 << 20, 0, List.of(), null);
        stage.report(host);
        assertThat(failovers.preview(web.id(), TEST).refusals()).hasSize(2)
                .anyMatch(text -> text.startsWith("keeper: 64 MiB of memory are free"))
                .anyMatch(text -> text.startsWith("keeper: 1048576 bytes are free"));
        assertThat(host.orders).as("nothing is changed by looking").isEmpty();
    }

    @Test
    void peopleMayDoWhatTheirRoleAllowsAndSettingsAreChecked() throws Exception {
        Machine web = machine("web", 1);
        var operator = new FailoverClient(stage.server.as(Role.OPERATOR));
        var viewer = new FailoverClient(stage.server.as(Role.VIEWER));
        assertThat(viewer.settings(web.id()).memoryMebibytes()).isEqualTo(128);
        assertRefused(ProblemCode.NOT_ALLOWED, "operator", () -> viewer.order(web.id(), TEST));
        assertRefused(ProblemCode.NOT_ALLOWED, "admin", () -> operator.set(web.id(), RecoverySettings.DEFAULTS));
        assertRefused(ProblemCode.BAD_REQUEST, "memoryMebibytes", () -> failovers.set(web.id(),
                new RecoverySettings(3, null, null, null, null, null, null)));
        assertRefused(ProblemCode.BAD_REQUEST, "no disk of", () -> failovers.set(web.id(),
                new RecoverySettings(null, null, null, UUID.randomUUID(), null, null, null)));
        assertRefused(ProblemCode.BAD_REQUEST, "six hex numbers", () -> failovers.set(web.id(),
                new RecoverySettings(null, null, null, null, List.of(new RecoverySettings.Card("52", null)), null,
                        null)));
        assertDone(operator.order(web.id(), TEST));
    }
}
