package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.client.ActivityClient;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanDrills;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStepState;
import secondsite.api.plan.StartedRun;
import secondsite.api.policy.WeekWindow;
import secondsite.api.recovery.FailoverKind;
import secondsite.server.configuration.alert.Condition;
import secondsite.server.configuration.plan.Drills;
import secondsite.server.configuration.plan.PlanConditions;
import secondsite.server.configuration.plan.PlanRuns;

/** Plans that are tested by themselves. The clock is the server's, which the test sets ahead. */
@Timeout(120)
class PlanDrillTest {

    private PlanStage stage;
    private UUID data;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws IOException {
        stage = new PlanStage(folder);
        data = stage.machine("data");
    }

    @AfterEach
    void end() {
        stage.close();
    }

    /** The hours begin tomorrow at noon, UTC. */
    private KnownPlan plan() throws IOException {
        var windows = List.of(new WeekWindow(EnumSet.allOf(DayOfWeek.class), LocalTime.NOON, LocalTime.of(14, 0)));
        return stage.plans().add(new Plan("Shop", null, null, new PlanDrills(windows, "UTC", "latest-app"),
                List.of(PlanStage.after("Data", List.of(data),
                        new PlanAction.Confirmation("Line", Set.of(), "The line stands", null)))));
    }

    /** At so many minutes past eleven of the next day. */
    private void passTo(int minutes) {
        ZonedDateTime now = stage.server.now().atZone(ZoneOffset.UTC);
        ZonedDateTime then = now.toLocalDate().plusDays(1).atTime(11, 0).plusMinutes(minutes).atZone(ZoneOffset.UTC);
        stage.server.pass(Duration.between(now, then));
    }

    private void look() {
        stage.server.part(Drills.class).runWhenDue();
    }

    private List<ErrorCode> conditions() {
        return stage.server.part(PlanConditions.class).now().stream().map(Condition::code).toList();
    }

    private PlanRun only() throws IOException {
        return stage.plans().one(stage.plans().runs(null).runs().getFirst().id());
    }

    private PlanRun awaitEvidence(UUID run) throws Exception {
        PlanRun now = stage.await(run, each -> each.state().over() && each.cleaned() != null);
        var activity = new ActivityClient(stage.server.asAdministrator());
        while (!activity.job(now.job()).state().over()) {
            Thread.sleep(20);
        }
        return now;
    }

    @Test
    void aPlanIsTestedInItsHoursOnceAndCleanedUp() throws Exception {
        KnownPlan plan = plan();
        passTo(30);
        look();
        assertThat(stage.plans().runs(null).runs()).as("before its hours").isEmpty();
        stage.server.pass(Duration.ofMinutes(31));
        look();
        PlanRun run = awaitEvidence(only().id());
        assertThat(run.drill()).isTrue();
        assertThat(run.state()).isEqualTo(PlanRunState.DONE);
        assertThat(run.request().point()).isEqualTo("latest-app");
        assertThat(PlanStage.step(run, "Line").state()).as("nobody is there to ask").isEqualTo(PlanStepState.DONE);
        assertThat(stage.failovers.open()).isEmpty();
        assertThat(new String(stage.plans().evidence(run.id(), "en"), StandardCharsets.UTF_8))
                .contains("The schedule of the plan").doesNotContain("Not when this was written");
        stage.server.pass(Duration.ofMinutes(10));
        look();
        assertThat(stage.plans().runs(null).runs()).as("once in its hours").hasSize(1);
        assertThat(stage.plans().plan(plan.id()).tested()).isEqualTo(run.begun());
        passTo(70);
        look();
        awaitEvidence(only().id());
        assertThat(stage.plans().runs(null).runs()).as("and again the next day").hasSize(2);
        assertThat(conditions()).isEmpty();
    }

    @Test
    void aTestThatFailsIsCleanedUpAndAnAlertUntilOneGoesWell() throws Exception {
        KnownPlan plan = plan();
        stage.failovers.silent.add(data);
        passTo(61);
        look();
        PlanRun run = awaitEvidence(only().id());
        assertThat(run.state()).isEqualTo(PlanRunState.FAILED);
        assertThat(stage.failovers.open()).isEmpty();
        assertThat(conditions()).containsExactly(ErrorCode.DRILL_FAILED);
        stage.failovers.silent.clear();
        StartedRun started = stage.test(plan);
        stage.await(started.run(), now -> now.state() == PlanRunState.ASKING);
        assertThat(conditions()).containsExactly(ErrorCode.DRILL_FAILED, ErrorCode.PLAN_WAITS);
        stage.plans().confirm(started.run(), 2, null);
        stage.await(started.run(), now -> now.state() == PlanRunState.DONE);
        assertThat(conditions()).isEmpty();
    }

    @Test
    void aPlanThatNobodyTestedForSixMonthsIsAnAlert() throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop", PlanStage.group("Data", data)));
        stage.server.pass(Duration.ofDays(181));
        assertThat(conditions()).isEmpty();
        stage.server.pass(Duration.ofDays(2));
        assertThat(conditions()).containsExactly(ErrorCode.PLAN_UNTESTED);
        PlanRuns runs = stage.server.part(PlanRuns.class);
        UUID run = runs.start(plan.id(), new PlanRunRequest(FailoverKind.TEST, null, null), "olga").run();
        while (!runs.one(run).state().over()) {
            Thread.sleep(20);
        }
        assertThat(conditions()).isEmpty();
    }
}
