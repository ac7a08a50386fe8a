package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Alert;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.api.activity.JobState;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.FailoverClient;
import secondsite.api.client.ProtectionClient;
import secondsite.api.client.RecoveryClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Boot;
import secondsite.api.host.HostStatus;
import secondsite.api.host.MachineState;
import secondsite.api.host.Probe;
import secondsite.api.machine.AgentReport;
import secondsite.api.point.MachinePointQuery;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyChange;
import secondsite.api.policy.WeekWindow;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest.Afterwards;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.RecoverySettings;
import secondsite.api.recovery.Remark;
import secondsite.api.replication.DisableRequest;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.Role;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.server.configuration.PointStage.Machine;
import secondsite.server.configuration.activity.job.JobContext;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.Step;
import secondsite.server.configuration.alert.Alerts;
import secondsite.server.configuration.health.HealthRound;
import secondsite.server.configuration.inventory.Assignments;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.protection.ProtectedDisk;
import secondsite.server.configuration.protection.Reversal;
import secondsite.server.configuration.store.KeptAlerts;
import secondsite.server.hypervisor.HypervisorException;
import secondsite.server.hypervisor.SimulatedHypervisor;
import secondsite.server.web.ProblemException;

/**
 * Failovers in earnest: a real configuration server, real points of a real master target, a simulated host, and an agent that stands in for
 * the source.
 */
@Timeout(120)
class FailoverTest {

    private static final FailoverRequest PLANNED = FailoverRequest.of(FailoverKind.PLANNED, null);
    private static final FailoverRequest BY_A_PERSON = new FailoverRequest(FailoverKind.PLANNED, null, null, null, null,
            null, false, null, null, null);
    private static final FailoverRequest UNPLANNED = FailoverRequest.of(FailoverKind.UNPLANNED, null);

    @TempDir
    Path folder;

    private PointStage stage;
    private HostStandIn host;
    private FailoverClient failovers;
    private ActivityClient activity;
    private Machine web;
    private SourceStandIn source;

    @BeforeEach
    void start() throws Exception {
        stage = new PointStage(Files.createDirectory(folder.resolve("stage")));
        host = stage.host();
        failovers = new FailoverClient(stage.server.asAdministrator());
        activity = new ActivityClient(stage.server.asAdministrator());
        web = stage.protect("web", 2);
        for (UUID disk : web.disks()) {
            stage.sender(disk).write(5);
        }
        stage.arrived(web.disk(0), web.disk(1));
        failovers.set(web.id(), new RecoverySettings(128, 1,
                new Boot.DirectKernel(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"), ""), null, List.of(),
                List.of(new Probe.Console("secondsite-guest: up", 60)), null));
        stage.reportGateway();
        source = new SourceStandIn(stage, host, web);
        await(() -> source.assignment != null && !source.assignment.disks().isEmpty());
    }

    @AfterEach
    void end() throws Exception {
        source.close();
        stage.close();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); !condition.holds();) {
            assertThat(System.nanoTime()).as("in time").isLessThan(until);
            Thread.sleep(10);
        }
    }

    private Job over(OrderedFailover ordered) throws Exception {
        for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);;) {
            Job job = activity.job(ordered.job());
            if (job.state().over()) {
                return job;
            }
            assertThat(System.nanoTime()).as(job.toString()).isLessThan(until);
            Thread.sleep(10);
        }
    }

    private void assertDone(OrderedFailover ordered) throws Exception {
        Job job = over(ordered);
        assertThat(job.state()).as(String.valueOf(job.problem())).isEqualTo(JobState.DONE);
    }

    private void assertFailed(OrderedFailover ordered, ErrorCode code) throws Exception {
        Job job = over(ordered);
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.problem().code()).as(job.problem().detail()).isEqualTo(code);
    }

    private interface Call {
        void make() throws Exception;
    }

    private static void assertRefused(String said, Call call) {
        TransferException refused = catchThrowableOfType(TransferException.class, call::make);
        assertThat(refused).as(said).isNotNull().hasMessageContaining(said);
        assertThat(refused.problem().orElseThrow().code()).isEqualTo(ProblemCode.CONFLICT);
    }

    private ProtectionState state() throws IOException {
        return new ProtectionClient(stage.server.asAdministrator()).protection(web.id()).state();
    }

    private FailoverState state(OrderedFailover ordered) throws IOException {
        return failovers.failover(ordered.failover()).state();
    }

    private String keep(int disk) {
        return "keep " + web.disk(disk) + " at " + stage.sender(web.disk(disk)).spool().lastSequence();
    }

    private long running() {
        return new SimulatedHypervisor(host.host).machines().size();
    }

    /** The least epochs of which anything of the machine's first disk is taken: at the process server, and at the master target. */
    private List<Integer> taken() {
        Assignments assignments = stage.server.part(Assignments.class);
        return List.of(
                assignments.processServer("gateway").pairs().stream()
                        .filter(pair -> pair.disk().equals(web.disk(0))).findFirst().orElseThrow().epoch(),
                assignments.masterTarget(PointStage.KEEPER).disks().stream()
                        .filter(kept -> kept.disk().equals(web.disk(0))).findFirst().orElseThrow().epoch());
    }

    @Test
    void aPlannedFailoverLosesNothingAndIsCommitted() throws Exception {
        host.orders.clear();
        source.stuck = true;
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        await(source::fenced);
        assertThat(taken()).as("what is on its way is still taken").containsExactly(1, 1);
        assertThat(state()).isEqualTo(ProtectionState.FAILING_OVER);
        source.stuck = false;
        assertDone(ordered);

        Failover pending = failovers.failover(ordered.failover());
        assertThat(pending.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(pending.works()).isTrue();
        assertThat(pending.lostSeconds()).isZero();
        String copy = pending.hosted().toString();
        assertThat(host.orders).containsSubsequence("source shut down", "source fenced", "make " + copy,
                "start " + copy);
        assertThat(host.orders).containsSubsequence("source fenced", keep(0), "make " + copy)
                .containsSubsequence("source fenced", keep(1), "make " + copy);
        assertThat(taken()).containsExactly(2, 2);
        assertThat(source.assignment.disks().getFirst().epoch()).isEqualTo(1);
        assertThat(source.assignment.disks().getFirst().fence()).isEqualTo(2);
        assertThat(state()).isEqualTo(ProtectionState.COMMIT_PENDING);
        assertRefused("FAILOVER_OPEN", () -> failovers.order(web.id(), UNPLANNED));
        assertRefused("FAILOVER_OPEN",
                () -> failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, null)));
        assertThat(alerts()).contains(ErrorCode.COMMIT_PENDING).doesNotContain(ErrorCode.FAILOVER_OPEN);

        assertDone(failovers.commit(ordered.failover()));
        assertThat(host.detaching.keySet()).containsExactlyInAnyOrder(copy + "/" + web.disk(0),
                copy + "/" + web.disk(1));
        assertThat(host.exports).isEmpty();
        assertThat(running()).isOne();
        assertThat(state(ordered)).isEqualTo(FailoverState.COMMITTED);
        assertThat(state()).isEqualTo(ProtectionState.FAILED_OVER);
        assertThat(alerts()).contains(ErrorCode.FAILED_OVER).doesNotContain(ErrorCode.COMMIT_PENDING);
        assertThat(source.fenced()).as("for good").isTrue();
        assertRefused("FAILED_OVER", () -> failovers.order(web.id(), PLANNED));
        assertRefused("COMMITTED", () -> failovers.cancel(ordered.failover()));
    }

    @Test
    void aCompletedMigrationEndsTheProtectionAndTheSourceNeverWritesAgain() throws Exception {
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        assertDone(ordered);
        assertDone(failovers.commit(ordered.failover()));

        var protection = new ProtectionClient(stage.server.asAdministrator());
        long job = protection.disable(web.id(), new DisableRequest(false, null, null));
        await(() -> {
            // The gateway of this stage carries nothing out: it is not waited for longer than is usual.
            stage.server.pass(Duration.ofMinutes(1));
            return activity.job(job).state().over();
        });

        assertThat(activity.job(job).state()).isEqualTo(JobState.DONE);
        assertThat(state()).isEqualTo(ProtectionState.UNPROTECTED);
        assertThat(source.fenced()).isTrue();
        assertRefused("FAILED_OVER", () -> protection.enable(web.id(), new EnableRequest(null, null, null, List.of())));
        stage.server.restart();
        assertThat(stage.server.part(Assignments.class).agent("web").disks()).hasSize(2)
                .allSatisfy(disk -> assertThat(disk.fence()).isNotNull());
    }

    /** Those of the machine that are open, when it was looked a moment ago. */
    private List<ErrorCode> alerts() {
        stage.server.part(HealthRound.class).run();
        return openAlerts().stream().map(Alert::code).toList();
    }

    private List<Alert> openAlerts() {
        return stage.server.part(Alerts.class)
                .page(new KeptAlerts.Filter(true, null, web.id().toString()), Long.MAX_VALUE, 100).items();
    }

    @Test
    void aSourceThatDoesNotListenIsForcedOff() throws Exception {
        source.deaf = true;
        assertDone(failovers.order(web.id(), new FailoverRequest(FailoverKind.PLANNED, null, null, null, null, 1, null,
                null, null, null)));
        assertThat(host.orders).containsSubsequence("source forced off", "source fenced");
        assertThat(state()).isEqualTo(ProtectionState.COMMIT_PENDING);
    }

    @Test
    void aSourceWithoutAPowerSwitchIsShutDownByAPerson() throws Exception {
        source.power = null;
        await(() -> failovers.preview(web.id(), PLANNED).refusals().contains("SOURCE_POWER_UNKNOWN"));
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        assertFailed(ordered, ErrorCode.SOURCE_POWER_UNKNOWN);
        assertThat(state(ordered)).isEqualTo(FailoverState.FAILED);
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        assertThat(source.fenced()).isFalse();
        assertThat(remarks(BY_A_PERSON)).as("make sure of it").contains(Remark.Matter.SOURCE_POWER_UNTOLD);
        assertDone(failovers.order(web.id(), BY_A_PERSON));
        assertThat(source.fenced()).isTrue();
    }

    @Test
    void aSourceThatIsSaidToBeOffAndIsOnIsRemarked() throws Exception {
        await(() -> remarks(BY_A_PERSON).contains(Remark.Matter.SOURCE_ON));
        assertThat(failovers.preview(web.id(), BY_A_PERSON).refusals()).isEmpty();
        assertThat(remarks(PLANNED)).as("it is shut down").doesNotContain(Remark.Matter.SOURCE_ON);
        source.power = AgentReport.Power.SHUT_DOWN;
        await(() -> !remarks(BY_A_PERSON).contains(Remark.Matter.SOURCE_ON));
        assertThat(remarks(BY_A_PERSON)).doesNotContain(Remark.Matter.SOURCE_POWER_UNTOLD);
    }

    private List<Remark.Matter> remarks(FailoverRequest request) throws TransferException {
        return failovers.preview(web.id(), request).warnings().stream().map(Remark::matter).toList();
    }

    @Test
    void aPlannedFailoverThatIsGivenUpReleasesTheSourceInANewerEpoch() throws Exception {
        source.stuck = true;
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        await(source::fenced);
        activity.cancel(ordered.job());
        assertThat(over(ordered).state()).isEqualTo(JobState.CANCELLED);
        assertThat(state(ordered)).isEqualTo(FailoverState.CANCELLED);
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        await(() -> !source.fenced());
        assertThat(source.assignment.disks()).allSatisfy(disk -> assertThat(disk.epoch()).isEqualTo(3));
        assertThat(taken()).as("it was not drained: what is on its way is still taken").containsExactly(1, 1);
        assertThat(running()).isZero();
    }

    @Test
    void aSourceThatHasToBeComparedAfterACancelledFailoverIsComparedAtOnceWhateverTheHour() throws Exception {
        Policy standard = stage.server.part(Policies.class).standard();
        LocalTime later = LocalTime.now(ZoneId.of(standard.zone())).plusHours(10);
        stage.server.policies().change(standard.id(), new PolicyChange(
                new Policy(standard.id(), standard.name(), standard.crashSeconds(), standard.appMinutes(),
                        standard.retention(), standard.rpoWarningSeconds(), standard.verifyDays(),
                        standard.compression(), standard.bandwidth(), List.of(new WeekWindow(
                                EnumSet.allOf(DayOfWeek.class), later, later.plusHours(1))),
                        standard.zone(), standard.failback()),
                false));
        OrderedFailover ordered = failovers.order(web.id(), UNPLANNED);
        assertDone(ordered);
        source.doubted = true;
        assertDone(failovers.cancel(ordered.failover()));
        await(() -> state() == ProtectionState.RESYNC_REQUIRED);
        await(() -> activity.jobs(new ActivityClient.Jobs(List.of(), "resync", web.id().toString()), null, 10)
                .items().size() == 1);
        await(() -> source.assignment.disks().stream().allMatch(disk -> disk.resyncNow()));

        source.doubted = false;
        await(() -> state() == ProtectionState.PROTECTED);
        await(() -> source.assignment.disks().stream().noneMatch(disk -> disk.resyncNow()));
    }

    @Test
    void aLostSourceIsFailedOverAtOnceAndFencedWhenItComesBack() throws Exception {
        stage.mark(MarkKind.CRASH_CONSISTENT, "", web.disk(0), web.disk(1));
        stage.sender(web.disk(0)).write(2);
        stage.arrived(web.disk(0));
        source.stuck = true;
        await(() -> failovers.preview(web.id(), UNPLANNED).lostBytes() == 2 * 4096);
        source.silent = true;
        stage.server.pass(Duration.ofMinutes(5));
        FailoverPreview preview = failovers.preview(web.id(), UNPLANNED);
        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.lostSeconds()).as("since the newest record that arrived").isPositive();
        OrderedFailover ordered = failovers.order(web.id(), UNPLANNED);
        assertDone(ordered);
        assertThat(state(ordered)).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(taken()).containsExactly(2, 2);
        assertRefused("AGENT_SILENT", () -> failovers.cancel(ordered.failover()));

        source.stuck = false;
        source.silent = false;
        await(source::fenced);
        assertDone(failovers.cancel(ordered.failover()));
        assertThat(state(ordered)).isEqualTo(FailoverState.CANCELLED);
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        await(() -> !source.fenced());
        assertThat(host.orders).containsSubsequence(
                "remove " + failovers.failover(ordered.failover()).hosted(), "source released");
        assertThat(running()).isZero();
        assertThat(host.exports).isEmpty();
        await(() -> source.assignment.disks().stream().noneMatch(disk -> disk.resyncNow()));
        assertThat(alerts()).doesNotContain(ErrorCode.FAILOVER_OPEN, ErrorCode.COMMIT_PENDING, ErrorCode.FAILED_OVER);
    }

    @Test
    void aCopyThatDiesIsToldOfAndStartedAgainUncommittedAndCommitted() throws Exception {
        source.silent = true;
        stage.server.pass(Duration.ofMinutes(5));
        OrderedFailover ordered = failovers.order(web.id(), UNPLANNED);
        assertDone(ordered);
        UUID copy = failovers.failover(ordered.failover()).hosted();
        assertThat(alerts()).doesNotContain(ErrorCode.COPY_HALTED);

        host.host.kill(copy);
        await(() -> alerts().contains(ErrorCode.COPY_HALTED));
        Alert told = openAlerts().stream().filter(each -> each.code() == ErrorCode.COPY_HALTED).findFirst()
                .orElseThrow();
        assertThat(told.detail()).contains("it was killed", "keeper");
        assertThat(told.severity()).isEqualTo(Event.Severity.CRITICAL);
        assertDone(failovers.restart(ordered.failover()));
        assertThat(running()).isOne();
        assertThat(state(ordered)).isEqualTo(FailoverState.COMMIT_PENDING);

        assertDone(failovers.commit(ordered.failover()));
        host.host.kill(copy);
        assertDone(failovers.restart(ordered.failover()));
        assertThat(running()).isOne();
        assertThat(host.orders).containsSubsequence("start " + copy, "start " + copy, "start " + copy);
    }

    @Test
    void aCopyOfAFailoverThatIsOverIsNotStartedAgain() throws Exception {
        OrderedFailover ordered = failovers.order(web.id(), FailoverRequest.of(FailoverKind.TEST, null));
        assertDone(ordered);
        assertDone(failovers.clean(ordered.failover(), ""));
        assertRefused("cannot be started again", () -> failovers.restart(ordered.failover()));
        assertThat(running()).isZero();
    }

    @Test
    void aSourceThatComesBackInTheMiddleIsFencedBeforeTheCopyStarts() throws Exception {
        source.silent = true;
        stage.server.pass(Duration.ofMinutes(5));
        host.trouble = new ProblemException(ProblemCode.UNAVAILABLE, "the host is starting");
        OrderedFailover ordered = failovers.order(web.id(), UNPLANNED);
        await(() -> activity.job(ordered.job()).state() == JobState.RETRYING);
        source.silent = false;
        host.trouble = null;
        activity.retry(ordered.job());
        assertDone(ordered);
        assertThat(host.orders).containsSubsequence("source fenced",
                "start " + failovers.failover(ordered.failover()).hosted());
        assertThat(running()).isOne();
    }

    @Test
    void anUnplannedFailoverShutsDownASourceThatStillListens() throws Exception {
        assertDone(failovers.order(web.id(), new FailoverRequest(FailoverKind.UNPLANNED, null, null, null, null, null,
                true, null, null, null)));
        assertThat(host.orders).containsSubsequence("source shut down", "source fenced");
    }

    @Test
    void theCopyIsBroughtToAnotherPointAndAPointThatIsGoneChangesNothing() throws Exception {
        UUID quiet = stage.mark(MarkKind.APP_CONSISTENT, "quiet", web.disk(0), web.disk(1));
        String then = keep(0);
        stage.sender(web.disk(0)).write(9);
        stage.arrived(web.disk(0));
        OrderedFailover ordered = failovers.order(web.id(), UNPLANNED);
        assertDone(ordered);
        UUID first = failovers.failover(ordered.failover()).hosted();

        assertFailed(failovers.change(ordered.failover(), UUID.randomUUID().toString()),
                ErrorCode.NO_RECOVERY_POINT);
        assertThat(state(ordered)).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(failovers.failover(ordered.failover()).hosted()).isEqualTo(first);
        assertThat(running()).isOne();

        host.orders.clear();
        host.status = new HostStatus("simulated", "1", true, 4, 64 << 20, 1L << 40, 0, List.of(), null);
        assertDone(failovers.change(ordered.failover(), "latest-app"));
        Failover changed = failovers.failover(ordered.failover());
        assertThat(changed.state()).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(changed.point()).isEqualTo("latest-app");
        assertThat(host.orders).containsSubsequence("remove " + first, then, "start " + changed.hosted());
        assertThat(running()).isOne();
        assertThat(host.exports).hasSize(2);
        assertThat(quiet).isNotNull();
    }

    @Test
    void aFailoverThatNobodyDecidedAboutIsCommittedByItself() throws Exception {
        OrderedFailover ordered = failovers.order(web.id(), new FailoverRequest(FailoverKind.PLANNED, null, null, null,
                null, null, null, 5, Afterwards.COMMIT, null));
        assertDone(ordered);
        assertThat(state(ordered)).isEqualTo(FailoverState.COMMIT_PENDING);
        stage.server.pass(Duration.ofMinutes(6));
        await(() -> state(ordered) == FailoverState.COMMITTED);
        assertThat(state()).isEqualTo(ProtectionState.FAILED_OVER);
        assertThat(host.exports).as("older points are the policy's again").isEmpty();
    }

    @Test
    void aCopyWhoseProbesFailedIsNotCommittedByItself() throws Exception {
        OrderedFailover doubted = failovers.order(web.id(), new FailoverRequest(FailoverKind.UNPLANNED, null, null,
                null, List.of(new Probe.Console("never said", 1)), null, null, 5, Afterwards.COMMIT, null));
        assertDone(doubted);
        assertThat(failovers.failover(doubted.failover()).works()).isFalse();
        Machine other = stage.protect("other", 1);
        failovers.set(other.id(), failovers.settings(web.id()));
        try (var _ = new SourceStandIn(stage, host, other)) {
            OrderedFailover sound = failovers.order(other.id(), new FailoverRequest(FailoverKind.UNPLANNED, null, null,
                    null, null, null, null, 5, Afterwards.COMMIT, null));
            assertDone(sound);
            stage.server.pass(Duration.ofMinutes(6));
            await(() -> state(sound) == FailoverState.COMMITTED);
        }
        assertThat(state(doubted)).as("it was looked at before the other").isEqualTo(FailoverState.COMMIT_PENDING);
        assertDone(failovers.commit(doubted.failover()));
    }

    @Test
    void whatIsDoneAfterwardsIsDoneByItself() throws Exception {
        OrderedFailover ordered = failovers.order(web.id(), new FailoverRequest(FailoverKind.PLANNED, null, null, null,
                null, null, null, 5, Afterwards.CANCEL, null));
        assertDone(ordered);
        assertThat(failovers.failover(ordered.failover()).until()).isNotNull();
        // Not so long that the source would count as silent, until it reports again.
        stage.server.pass(Duration.ofMinutes(6));
        await(() -> state(ordered) == FailoverState.CANCELLED);
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        var operator = new FailoverClient(stage.server.as(Role.OPERATOR));
        TransferException refused = catchThrowableOfType(TransferException.class,
                () -> operator.order(web.id(), new FailoverRequest(FailoverKind.PLANNED, null, null, null, null, null,
                        null, 30, Afterwards.COMMIT, null)));
        assertThat(refused.problem().orElseThrow().code()).isEqualTo(ProblemCode.NOT_ALLOWED);
    }

    @Test
    void aCopyThatRunsIsNotGivenUpWithItsJob() throws Exception {
        OrderedFailover ordered = failovers.order(web.id(),
                new FailoverRequest(FailoverKind.UNPLANNED, null, null, null,
                        List.of(new Probe.Console("never said", 3600)), null, null, null, null, null));
        await(() -> state(ordered) == FailoverState.COMMIT_PENDING);
        assertRefused("JOB_RUNNING", () -> failovers.commit(ordered.failover()));
        activity.cancel(ordered.job());
        assertThat(over(ordered).state()).isEqualTo(JobState.CANCELLED);
        assertThat(state(ordered)).isEqualTo(FailoverState.COMMIT_PENDING);
        assertThat(running()).isOne();
        assertDone(failovers.commit(ordered.failover()));
    }

    @Test
    void aFailoverGoesOnWhereTheServerLeftItAndThereIsOneCopy() throws Exception {
        source.stuck = true;
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        await(source::fenced);
        stage.server.restart();
        host.trouble = new ProblemException(ProblemCode.UNAVAILABLE, "the host is starting");
        source.stuck = false;
        await(() -> activity.job(ordered.job()).state() == JobState.RETRYING);
        stage.server.restart();
        host.trouble = null;
        activity.retry(ordered.job());
        assertDone(ordered);
        assertThat(running()).isOne();
        assertThat(host.exports).hasSize(2);
        assertThat(source.assignment.disks().getFirst().fence()).isEqualTo(2);
        assertDone(failovers.commit(ordered.failover()));
        stage.server.restart();
        assertThat(state()).isEqualTo(ProtectionState.FAILED_OVER);
        await(() -> source.fenced());
    }

    @Test
    void aDiskThatNeverWroteIsBroughtBackAsItWasCopiedToAnyMomentSince() throws Exception {
        Machine idle = stage.protect("idle", 2);
        failovers.set(idle.id(), failovers.settings(web.id()));
        stage.sender(idle.disk(0)).write(5);
        stage.arrived(idle.disk(0));
        Instant written = Instant.now();
        try (var _ = new SourceStandIn(stage, host, idle)) {
            var points = new RecoveryClient(stage.server.asAdministrator());
            await(() -> points.points(idle.id(), MachinePointQuery.ALL).moments().stream()
                    .anyMatch(moments -> moments.to().isAfter(written)));
            assertThat(failovers.preview(idle.id(), UNPLANNED).pointTime()).as("nothing was written since")
                    .isAfter(written);
            OrderedFailover test = failovers.order(idle.id(),
                    FailoverRequest.of(FailoverKind.TEST, written.toString()));
            assertDone(test);
            assertThat(failovers.failover(test.failover()).lostSeconds()).isZero();
            assertDone(failovers.clean(test.failover(), ""));
            host.orders.clear();

            assertDone(failovers.order(idle.id(), UNPLANNED));

            assertThat(host.orders).contains("keep " + idle.disk(0) + " at 5", "keep " + idle.disk(1) + " at 0");
        }
    }

    @Test
    void aHostThatStartsWithTheServerIsWaitedForAndNothingFails() throws Exception {
        source.stuck = true;
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        await(source::fenced);
        source.targetSilent = true;
        host.trouble = new ProblemException(ProblemCode.UNAVAILABLE, "the host is starting");
        stage.server.restart();
        source.stuck = false;
        await(() -> notes(ordered).contains("waiting for the master target keeper"));
        host.trouble = null;
        source.targetSilent = false;
        assertDone(ordered);
        assertThat(activity.job(ordered.job()).tasks()).allMatch(task -> task.attempts() == 1);
    }

    @Test
    void aHostThatIsNotHeardOfAfterAStartIsNotWaitedForWithoutAnEnd() throws Exception {
        source.stuck = true;
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        await(source::fenced);
        source.targetSilent = true;
        stage.server.restart();
        await(() -> notes(ordered).contains("waiting for the master target keeper"));
        stage.server.pass(Duration.ofMinutes(2));
        await(() -> notes(ordered).contains("waiting for what the source wrote last"));
    }

    @Test
    void aSourceThatWasNotHeardOfSinceTheServerStartedIsShutDownAllTheSame() throws Exception {
        source.deaf = true;
        var wanted = new FailoverRequest(FailoverKind.UNPLANNED, null, null, null, null, null, true, null, null, null);
        OrderedFailover ordered = failovers.order(web.id(), wanted);
        await(() -> notes(ordered).stream().anyMatch(note -> note.startsWith("the source shuts down")));
        source.silent = true;
        stage.server.restart();
        await(() -> notes(ordered).contains("waiting for the agent web"));
        source.silent = false;
        source.power = AgentReport.Power.SHUT_DOWN;
        assertDone(ordered);
        assertThat(activity.log(ordered.job(), null, 100).items()).extracting(JobLine::text)
                .contains("the source is off", "the source refuses writes");
    }

    /** What the tasks of its job say that are under way. */
    private List<String> notes(OrderedFailover ordered) throws IOException {
        return activity.job(ordered.job()).tasks().stream().map(Job.Task::progress).filter(Objects::nonNull)
                .map(Job.Progress::note).filter(Objects::nonNull).toList();
    }

    @Test
    void aPointThatIsGoneSinceItWasLookedAtIsSaidBeforeTheSourceIsShutDown() throws Exception {
        UUID quiet = stage.mark(MarkKind.APP_CONSISTENT, "quiet", web.disk(0), web.disk(1));
        stage.sender(web.disk(0)).write(3);
        stage.sender(web.disk(1)).write(3);
        stage.arrived(web.disk(0), web.disk(1));
        var wanted = new FailoverRequest(FailoverKind.UNPLANNED, quiet.toString(), null, null, null, null, true, null,
                null, null);
        FailoverPreview preview = failovers.preview(web.id(), wanted);
        assertThat(preview.refusals()).isEmpty();
        assertThat(preview.pointTime()).isNotNull();

        stage.pass(Duration.ofDays(16));
        OrderedFailover ordered = failovers.order(web.id(), wanted);
        assertFailed(ordered, ErrorCode.NO_RECOVERY_POINT);
        assertThat(failovers.failover(ordered.failover()).problem()).contains("may have expired");
        assertThat(failovers.preview(web.id(), wanted).refusals()).singleElement().asString()
                .contains("may have expired");
        assertThat(host.orders).isEmpty();
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        assertThat(failovers.preview(web.id(), UNPLANNED).refusals()).as("the newest is always there").isEmpty();
    }

    @Test
    void aPointInThePastIsKeptBeforeTheSourceIsShutDownAndWhatIsLostIsMeasuredAfterwards() throws Exception {
        stage.mark(MarkKind.APP_CONSISTENT, "quiet", web.disk(0), web.disk(1));
        String then = keep(0);
        source.deaf = true;
        OrderedFailover ordered = failovers.order(web.id(), new FailoverRequest(FailoverKind.UNPLANNED, "latest-app",
                null, null, null, 3, true, null, null, null));
        await(() -> host.exports.size() == 2);
        Instant later = Instant.now();
        stage.sender(web.disk(0)).write(2);
        stage.arrived(web.disk(0));
        assertDone(ordered);
        assertThat(host.orders).containsSubsequence(then, "source forced off", "source fenced", then, "make "
                + failovers.failover(ordered.failover()).hosted());
        Failover pending = failovers.failover(ordered.failover());
        assertThat(pending.lostSeconds()).isGreaterThanOrEqualTo(
                Duration.between(pending.pointTime(), later).toMillis() / 1000.0 - 0.001);
        assertThat(host.exports).hasSize(2);
    }

    @Test
    void whatTheHostCannotRunIsSaidBeforeTheSourceIsShutDown() throws Exception {
        for (HostStatus unable : List.of(
                new HostStatus("simulated", "1", true, 4, 8L << 30, 1 << 20, 0, List.of(), null),
                new HostStatus("simulated", "1", true, 4, 64 << 20, 1L << 40, 0, List.of(), null),
                new HostStatus("simulated", null, true, 4, 8L << 30, 1L << 40, 0, List.of(), "install QEMU"))) {
            host.status = unable;
            assertFailed(failovers.order(web.id(), PLANNED), ErrorCode.HOST_UNABLE);
            assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        }
        assertThat(host.orders).isEmpty();
        assertThat(source.fenced()).isFalse();
    }

    @Test
    void aCopyThatDiesWhenItIsStartedIsRemovedAndTheSourceMayWriteAgain() throws Exception {
        source.stuck = true;
        OrderedFailover ordered = failovers.order(web.id(), PLANNED);
        String copy = failovers.failover(ordered.failover()).hosted().toString();
        host.host.refuseStart(UUID.fromString(copy),
                new HypervisorException(HypervisorException.Reason.DIED, "its program ended"));
        source.stuck = false;
        assertFailed(ordered, ErrorCode.HOST_REFUSED);
        assertThat(failovers.failover(ordered.failover()).problem()).contains("its program ended");
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        await(() -> !source.fenced());
        assertThat(host.orders).containsSubsequence("source fenced", "make " + copy, "start " + copy, "remove " + copy,
                "source released");
        assertThat(running()).isZero();
        assertThat(host.exports).isEmpty();
        assertDone(failovers.order(web.id(), UNPLANNED));
    }

    @Test
    void ofTwoWhoFailItOverAtOnceOneIsRefused() throws Exception {
        try (var people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<OrderedFailover>> orders = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                orders.add(people.submit(() -> failovers.order(web.id(), UNPLANNED)));
            }
            List<OrderedFailover> taken = new ArrayList<>();
            for (Future<OrderedFailover> order : orders) {
                try {
                    taken.add(order.get());
                } catch (ExecutionException refused) {
                    assertThat(refused.getCause()).isInstanceOf(TransferException.Refused.class).message()
                            .containsPattern("FAILOVER_OPEN|JOB_RUNNING");
                }
            }
            assertThat(taken).hasSize(1);
            assertDone(taken.getFirst());
        }
        assertThat(running()).isOne();
        assertThat(failovers.failovers(web.id(), false)).hasSize(1);
    }

    @Test
    void aHostThatIsFullIsWaitedForAndTheFailoverGoesOnOrIsTakenBack() throws Exception {
        host.trouble = new ProblemException(ProblemCode.OUT_OF_SPACE, "no space is left for an image");
        OrderedFailover ordered = failovers.order(web.id(), UNPLANNED);
        await(() -> activity.job(ordered.job()).state() == JobState.RETRYING);
        assertThat(activity.job(ordered.job()).problem().code()).isEqualTo(ErrorCode.OUT_OF_SPACE);
        assertThat(activity.job(ordered.job()).problem().detail()).contains("no space is left for an image");
        host.trouble = null;
        activity.retry(ordered.job());
        assertDone(ordered);
        assertThat(running()).isOne();
        assertDone(failovers.cancel(ordered.failover()));

        host.trouble = new ProblemException(ProblemCode.OUT_OF_SPACE, "no space is left for an image");
        OrderedFailover second = failovers.order(web.id(), UNPLANNED);
        await(() -> activity.job(second.job()).state() == JobState.RETRYING);
        host.trouble = null;
        activity.cancel(second.job());
        assertThat(over(second).state()).isEqualTo(JobState.CANCELLED);
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        assertThat(running()).isZero();
        assertThat(host.exports).isEmpty();
    }

    @Test
    void aCopyThatDiesLaterIsToldAndBroughtUpAgainFromAPointOrGivenUp() throws Exception {
        OrderedFailover ordered = failovers.order(web.id(), UNPLANNED);
        assertDone(ordered);
        host.host.kill(failovers.failover(ordered.failover()).hosted());
        Failover dead = failovers.failover(ordered.failover());
        assertThat(dead.status().state()).isEqualTo(MachineState.FAILED);
        assertThat(dead.status().reason()).contains("its process is gone");

        OrderedFailover commit = failovers.commit(ordered.failover());
        await(() -> activity.job(commit.job()).state() == JobState.RETRYING);
        assertThat(activity.job(commit.job()).problem().code()).isEqualTo(ErrorCode.HOST_REFUSED);
        activity.cancel(commit.job());
        assertThat(over(commit).state()).isEqualTo(JobState.CANCELLED);
        assertThat(state(ordered)).as("nothing was let go").isEqualTo(FailoverState.COMMIT_PENDING);

        assertDone(failovers.change(ordered.failover(), "latest"));
        Failover again = failovers.failover(ordered.failover());
        assertThat(again.status().state()).isEqualTo(MachineState.RUNNING);
        assertThat(again.hosted()).isNotEqualTo(dead.hosted());
        assertThat(running()).isOne();
        host.host.kill(again.hosted());
        assertDone(failovers.cancel(ordered.failover()));
        assertThat(running()).isZero();
        await(() -> !source.fenced());
    }

    /** Nothing but what a task remembers. */
    private static final class Remembering implements JobContext {

        private final Map<String, String> memory = new HashMap<>();

        @Override
        public long number() {
            return 1;
        }

        @Override
        public JobOrder order() {
            return new JobOrder("reverse", "", "", "", Map.of());
        }

        @Override
        public void log(String line) {
            // nobody reads it
        }

        @Override
        public void remember(String key, String value) {
            memory.put(key, value);
        }

        @Override
        public Optional<String> remembered(String key) {
            return Optional.ofNullable(memory.get(key));
        }
    }

    @Test
    void aMachineIsNotProtectedBeforeAllThatItsComparisonFoundIsAtTheTarget() throws Exception {
        var reversal = stage.server.part(Reversal.class);
        var job = new Remembering();
        var sender = stage.sender(web.disk(0));
        stage.state(web, ProtectionState.INITIAL_REPLICATION, ProtectedDisk.Stage.COPYING);
        sender.spool().append(List.of(new Record.Mark(MarkKind.RESYNC_BEGINS, web.disk(0), "")));
        sender.write(7);
        stage.arrived(web.disk(0));
        long arrived = sender.spool().lastSequence();
        await(() -> stage.server.part(LiveReports.class).kept(web.disk(0), PointStage.KEEPER)
                .filter(kept -> kept.newestSequence() == arrived).isPresent());
        await(() -> stage.server.part(LiveReports.class).disk(web.disk(0))
                .filter(report -> report.lastSequence() == arrived).isPresent());
        for (int look = 0; look < 6; look++) {
            assertThat(reversal.copy(web.id(), job)).isInstanceOf(Step.Again.class);
        }
        assertThat(state()).isEqualTo(ProtectionState.INITIAL_REPLICATION);
        assertRefused("INITIAL_REPLICATION_RUNNING", () -> failovers.order(web.id(), UNPLANNED));
        assertRefused("INITIAL_REPLICATION_RUNNING", () -> failovers.order(web.id(), PLANNED));

        sender.spool().append(List.of(new Record.Mark(MarkKind.RESYNC_ENDED, web.disk(0), "")));
        stage.arrived(web.disk(0));
        await(() -> reversal.copy(web.id(), job) instanceof Step.Done);
        assertThat(state()).isEqualTo(ProtectionState.PROTECTED);
        await(() -> failovers.preview(web.id(), UNPLANNED).lostSeconds() == 0);
        String newest = keep(0);
        assertDone(failovers.order(web.id(), UNPLANNED));
        assertThat(host.orders).contains(newest);
    }
}
