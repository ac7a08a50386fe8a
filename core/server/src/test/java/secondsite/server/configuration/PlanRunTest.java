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
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.ActivityClient;
import secondsite.api.client.CredentialClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Probe;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanChange;
import secondsite.api.plan.PlanRun;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlanRunState;
import secondsite.api.plan.PlanStep;
import secondsite.api.plan.PlanStepState;
import secondsite.api.plan.PlanValue;
import secondsite.api.plan.StartedRun;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.security.AuditPage;
import secondsite.api.security.Credential;
import secondsite.api.security.NewCredential;

/** Runs of plans at a real server, with real programs as scripts; only the failovers are simulated. */
@Timeout(120)
class PlanRunTest {

    private static final String SECRET = "correct-horse";

    private PlanStage stage;
    private UUID web;
    private UUID data;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws IOException {
        stage = new PlanStage(folder);
        web = stage.machine("web");
        data = stage.machine("data");
    }

    @AfterEach
    void end() {
        stage.close();
    }

    private static boolean over(PlanRun run) {
        return run.state().over();
    }

    private static boolean asks(PlanRun run) {
        return run.state() == PlanRunState.ASKING;
    }

    private static PlanAction.Script script(String name, String program, Map<String, PlanAction.ValueType> result) {
        return new PlanAction.Script(name, null, program, List.of(), 20, null, result);
    }

    private PlanStep ended(PlanAction action) throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("P" + UUID.randomUUID(), PlanStage.after("Data",
                List.of(data), action)));
        StartedRun started = stage.test(plan);
        PlanRun run = stage.await(started.run(), now -> over(now) || asks(now));
        if (asks(run)) {
            stage.plans().cancel(run.id(), null);
            stage.await(started.run(), PlanRunTest::over);
        } else {
            stage.plans().clean(run.id(), null);
            stage.await(started.run(), now -> now.cleaned() != null);
        }
        return run.steps().getLast();
    }

    @Test
    void groupsComeUpInOrderAndWhatTheyTookIsMeasured() throws Exception {
        UUID front = stage.machine("front");
        stage.script("note.sh", "echo '{\"requests\": 17, \"ready\": true, \"name\": \"eins\", \"key\": \"hidden\","
                + " \"more\": 1}'");
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop",
                PlanStage.after("Data", List.of(data), script("look", "note.sh", Map.of("requests",
                        PlanAction.ValueType.NUMBER, "ready", PlanAction.ValueType.TRUTH, "name",
                        PlanAction.ValueType.TEXT, "key", PlanAction.ValueType.SECRET)),
                        new PlanAction.Question("answers", null, data, new Probe.Tcp(80, 5)),
                        new PlanAction.Delay("only in earnest", Set.of(FailoverKind.PLANNED), 3600)),
                PlanStage.group("Front", front, web)));
        stage.failovers.held.add(data);
        StartedRun started = stage.plans().run(plan.id(),
                new PlanRunRequest(FailoverKind.TEST, "latest-app", PlanRunRequest.TestNetwork.MAPPED));
        PlanRun waiting = stage.await(started.run(), run -> PlanStage.step(run, "data").copy() != null);
        assertThat(stage.failovers.orders).as("the second group waits").containsExactly(data);
        assertThat(PlanStage.step(waiting, "web").state()).isEqualTo(PlanStepState.WAITING);
        stage.failovers.held.clear();
        PlanRun run = stage.await(started.run(), PlanRunTest::over);
        assertThat(run.state()).isEqualTo(PlanRunState.DONE);
        assertThat(run.wentWell()).isTrue();
        assertThat(stage.failovers.orders).containsExactlyInAnyOrder(data, front, web).startsWith(data);
        assertThat(stage.failovers.requests).extracting(FailoverRequest::point).containsOnly("latest-app");
        assertThat(stage.failovers.requests).extracting(FailoverRequest::production).containsOnly(true);
        assertThat(stage.failovers.requests).extracting(FailoverRequest::plan).containsOnly(run.id());
        assertThat(PlanStage.step(run, "look").values()).containsExactly(new PlanValue("name", "eins"),
                new PlanValue("ready", "true"), new PlanValue("requests", "17"));
        assertThat(PlanStage.step(run, "answers").detail()).isEqualTo("it answered");
        Instant last = run.steps().stream().filter(step -> step.copy() != null).map(step -> step.copy().works())
                .max(Instant::compareTo).orElseThrow();
        assertThat(run.rtoSeconds()).isEqualTo(Duration.between(run.begun(), last).toMillis() / 1000.0);
        assertThat(run.rpoSeconds()).isEqualTo(SimulatedFailovers.LOST_SECONDS);
        assertThat(stage.plans().plan(plan.id()).tested()).isEqualTo(run.begun());
        assertThat(stage.failovers.open()).as("a test runs until it is cleaned up").hasSize(3);
        stage.plans().clean(run.id(), "seen enough");
        assertThat(stage.await(run.id(), now -> now.cleaned() != null).decisions()).singleElement()
                .satisfies(decision -> assertThat(decision.note()).isEqualTo("seen enough"));
        assertThat(stage.failovers.open()).isEmpty();
    }

    /** Ordered all before any is up: they are held until then. */
    @Test
    void twentyMachinesAreStartedTogether() throws Exception {
        List<UUID> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(stage.machine("m" + i));
        }
        stage.failovers.held.addAll(all);
        KnownPlan plan = stage.plans().add(PlanStage.plan("Many", PlanStage.group("All", all.toArray(UUID[]::new))));
        StartedRun started = stage.test(plan);
        stage.await(started.run(), run -> run.steps().stream().allMatch(step -> step.copy() != null));
        assertThat(stage.failovers.orders).containsExactlyInAnyOrderElementsOf(all);
        stage.failovers.held.clear();
        PlanRun run = stage.await(started.run(), PlanRunTest::over);
        assertThat(run.wentWell()).isTrue();
        assertThat(stage.plans().dryRun(plan.id(), new PlanRunRequest(FailoverKind.TEST, null, null)).steps())
                .as("the last run tells how long it takes").allMatch(step -> step.seconds() != null);
    }

    @Test
    void aPersonConfirmsAndItIsNotedWho() throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop", PlanStage.after("Data", List.of(data),
                new PlanAction.Confirmation("Line", null, "The line stands", null)),
                PlanStage.group("Front", web)));
        StartedRun started = stage.test(plan);
        PlanRun asked = stage.await(started.run(), PlanRunTest::asks);
        assertThat(PlanStage.step(asked, "Line").detail()).isEqualTo("The line stands");
        assertThatThrownBy(() -> stage.plans().confirm(asked.id(), 1, null))
                .isInstanceOf(TransferException.Refused.class).hasMessageContaining("no confirmation is waited for");
        assertThatThrownBy(() -> stage.plans().confirm(asked.id(), 9, null)).hasMessageContaining("no step 9");
        assertThatThrownBy(() -> stage.test(plan)).as("a plan runs once at a time")
                .isInstanceOf(TransferException.Refused.class);
        assertThatThrownBy(() -> stage.plans().remove(plan.id())).hasMessageContaining("not over");
        stage.plans().change(plan.id(), new PlanChange(1, PlanStage.plan("Shop", PlanStage.group("Data", data))));
        stage.plans().confirm(asked.id(), 2, "olga called");
        PlanRun run = stage.await(started.run(), PlanRunTest::over);
        assertThat(run.steps()).as("as the plan was when it was begun").hasSize(3);
        assertThat(PlanStage.step(run, "Line").decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.who()).isEqualTo("secondsite:administrator:administrator");
            assertThat(decision.what()).isEqualTo("confirmed");
            assertThat(decision.note()).isEqualTo("olga called");
        });
        assertThat(stage.server.security().audit(0).lines()).extracting(AuditPage.Line::action)
                .contains("plan added", "plan run", "plan run confirmed", "plan changed");
    }

    @Test
    void aFailedMachineIsRetriedOrSkippedOrStopsTheRun() throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop", PlanStage.group("Data", data),
                PlanStage.group("Front", web)));
        stage.failovers.broken.put(data, "no space at its host");
        StartedRun started = stage.test(plan);
        PlanRun asked = stage.await(started.run(), PlanRunTest::asks);
        assertThat(PlanStage.step(asked, "data").detail()).isEqualTo("no space at its host");
        stage.failovers.broken.clear();
        stage.failovers.silent.add(data);
        stage.plans().retry(asked.id(), 1, "space was made");
        PlanRun mute = stage.await(started.run(), run -> asks(run) && PlanStage.step(run, "data").attempts() == 2);
        assertThat(PlanStage.step(mute, "data").detail()).contains("a probe failed", "<refused>");
        stage.failovers.silent.clear();
        stage.plans().retry(asked.id(), 1, null);
        PlanRun run = stage.await(started.run(), PlanRunTest::over);
        assertThat(run.wentWell()).isTrue();
        assertThat(PlanStage.step(run, "data").earlier()).hasSize(2);
        assertThat(stage.failovers.of(data)).as("the attempt before was cleaned up first").hasSize(3)
                .filteredOn(failover -> !failover.state().over()).hasSize(1);
        stage.plans().clean(run.id(), null);
        stage.await(run.id(), now -> now.cleaned() != null);
        awaitJob(run.job());

        stage.failovers.refused.put(web, "the same machine twice");
        StartedRun second = stage.test(plan);
        stage.await(second.run(), PlanRunTest::asks);
        stage.plans().skip(second.run(), 2, null);
        PlanRun skipped = stage.await(second.run(), PlanRunTest::over);
        assertThat(skipped.state()).isEqualTo(PlanRunState.DONE);
        assertThat(skipped.wentWell()).isFalse();
        assertThat(skipped.rtoSeconds()).isNull();
        stage.plans().clean(second.run(), null);
        stage.await(second.run(), now -> now.cleaned() != null);
        awaitJob(second.job());

        StartedRun third = stage.test(plan);
        stage.await(third.run(), PlanRunTest::asks);
        stage.plans().stop(third.run(), "enough");
        PlanRun stopped = stage.await(third.run(), PlanRunTest::over);
        assertThat(stopped.state()).isEqualTo(PlanRunState.STOPPED);
        assertThat(PlanStage.step(stopped, "web").state()).isEqualTo(PlanStepState.FAILED);
        assertThat(stage.failovers.open()).as("what runs goes on running").hasSize(1);
    }

    @Test
    void aCancelledTestLeavesNothingAndACancelledFailoverLeavesItsMachines() throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop", PlanStage.after("Data", List.of(data),
                new PlanAction.Confirmation("Line", null, "The line stands", null)),
                PlanStage.group("Front", web)));
        StartedRun test = stage.test(plan);
        stage.await(test.run(), PlanRunTest::asks);
        stage.plans().cancel(test.run(), null);
        PlanRun cancelled = stage.await(test.run(), PlanRunTest::over);
        assertThat(cancelled.state()).isEqualTo(PlanRunState.CANCELLED);
        assertThat(cancelled.cleaned()).isNotNull();
        assertThat(cancelled.steps()).extracting(PlanStep::state).containsExactly(PlanStepState.DONE,
                PlanStepState.NOT_DONE, PlanStepState.NOT_DONE);
        assertThat(stage.failovers.open()).isEmpty();

        awaitJob(test.job());
        StartedRun earnest = stage.plans().run(plan.id(), new PlanRunRequest(FailoverKind.UNPLANNED, null, null));
        stage.await(earnest.run(), PlanRunTest::asks);
        new ActivityClient(stage.server.asAdministrator()).cancel(earnest.job());
        PlanRun given = stage.await(earnest.run(), PlanRunTest::over);
        assertThat(given.state()).isEqualTo(PlanRunState.CANCELLED);
        assertThat(given.cleaned()).isNull();
        assertThat(stage.failovers.open()).as("it may be the only one that runs").hasSize(1);
        assertThatThrownBy(() -> stage.plans().clean(given.id(), null)).hasMessageContaining("only a test");
    }

    private void awaitJob(long job) throws Exception {
        var activity = new ActivityClient(stage.server.asAdministrator());
        while (!activity.job(job).state().over()) {
            Thread.sleep(20);
        }
    }

    @Test
    void aServerThatEndsFindsItsMachinesAgainAndOrdersNoneTwice() throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop", PlanStage.group("Data", data, web)));
        stage.failovers.held.addAll(List.of(data, web));
        StartedRun started = stage.test(plan);
        stage.await(started.run(), run -> run.steps().stream().allMatch(step -> step.copy() != null));
        stage.server.restart();
        stage.failovers.held.clear();
        PlanRun run = stage.await(started.run(), PlanRunTest::over);
        assertThat(run.wentWell()).isTrue();
        assertThat(stage.failovers.orders).containsExactlyInAnyOrder(data, web);
    }

    @Test
    void aDeathBetweenAnOrderAndItsNoteOrdersNothingTwice() throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop", PlanStage.group("Data", data, web)));
        stage.failovers.deadly.addAll(List.of(data, web));
        StartedRun started = stage.test(plan);
        var activity = new ActivityClient(stage.server.asAdministrator());
        PlanRun now = stage.plans().one(started.run());
        while (!now.state().over()) {
            if (activity.job(started.job()).nextTry() != null) {
                activity.retry(started.job());
            }
            Thread.sleep(20);
            now = stage.plans().one(started.run());
        }
        assertThat(now.wentWell()).isTrue();
        assertThat(stage.failovers.deadly).isEmpty();
        assertThat(stage.failovers.orders).containsExactlyInAnyOrder(data, web);
    }

    @Test
    void aScriptWhoseEndTheServerDidNotSeeIsNotRunAgainUnasked() throws Exception {
        Path ledger = folder.resolve("ledger");
        Path go = folder.resolve("go");
        stage.script("once.sh", "echo begun >> " + ledger, "while [ ! -e " + go + " ]; do sleep 0.05; done",
                "echo ended >> " + ledger);
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop",
                PlanStage.after("Data", List.of(data), script("once", "once.sh", Map.of()))));
        StartedRun started = stage.test(plan);
        while (!Files.exists(ledger)) {
            Thread.sleep(20);
        }
        stage.server.restart();
        PlanRun asked = stage.await(started.run(), PlanRunTest::asks);
        assertThat(PlanStage.step(asked, "once").detail()).contains("what it came to is not known");
        assertThat(Files.readAllLines(ledger)).containsExactly("begun");
        Files.createFile(go);
        stage.plans().retry(asked.id(), 2, "it had done nothing");
        PlanRun run = stage.await(started.run(), PlanRunTest::over);
        assertThat(run.wentWell()).isTrue();
        assertThat(Files.readAllLines(ledger)).containsExactly("begun", "begun", "ended");
    }

    @Test
    void aScriptThatFailsSaysWhyAndNeverItsSecret() throws Exception {
        UUID credential = new CredentialClient(stage.server.asAdministrator())
                .add(new NewCredential("Switch", Credential.Purpose.HYPERVISOR, "root", SECRET)).id();
        stage.script("leaky.sh", "echo \"{\\\"who\\\": \\\"$SECONDSITE_USER $SECONDSITE_SECRET\\\"}\"",
                "echo \"cannot sign in with $SECONDSITE_SECRET\" >&2", "exit $1");
        PlanStep failed = ended(new PlanAction.Script("leaky", null, "leaky.sh", List.of("3"), 20, credential,
                Map.of("who", PlanAction.ValueType.TEXT)));
        assertThat(failed.detail()).isEqualTo("it ended with 3: cannot sign in with ***");
        PlanStep well = ended(new PlanAction.Script("leaky", null, "leaky.sh", List.of("0"), 20, credential,
                Map.of("who", PlanAction.ValueType.TEXT)));
        assertThat(well.values()).containsExactly(new PlanValue("who", "root ***"));

        stage.script("text.sh", "echo 'no json'");
        assertThat(ended(script("text", "text.sh", Map.of("a", PlanAction.ValueType.NUMBER))).detail())
                .isEqualTo("its output is no JSON object");
        stage.script("other.sh", "echo '{\"a\": \"7\"}'");
        assertThat(ended(script("other", "other.sh", Map.of("a", PlanAction.ValueType.NUMBER))).detail())
                .isEqualTo("its output has no 'a' that is a number");
        stage.script("slow.sh", "sleep 600 & sleep 600");
        assertThat(ended(new PlanAction.Script("slow", null, "slow.sh", null, 1, null, null)).detail())
                .startsWith("it did not end within 1 s, and was killed");
        try (var all = Files.walk(folder.resolve("server"))) {
            assertThat(all.filter(Files::isRegularFile)).allSatisfy(
                    file -> assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .as(file.toString()).doesNotContain(SECRET));
        }
    }

    @Test
    void aPlanWhoseScriptIsNotThereIsNotBegun() throws Exception {
        KnownPlan plan = stage.plans().add(PlanStage.plan("Shop",
                PlanStage.after("Data", List.of(data), script("gone", "gone.sh", Map.of()))));
        assertThatThrownBy(() -> stage.test(plan)).hasMessageContaining("there is no script 'gone.sh'");
        stage.script("../outside.sh", "exit 0");
        Files.createSymbolicLink(stage.scripts.resolve("gone.sh"), folder.resolve("outside.sh"));
        assertThatThrownBy(() -> stage.test(plan)).hasMessageContaining("is no file in");
        assertThat(stage.failovers.orders).isEmpty();
    }
}
