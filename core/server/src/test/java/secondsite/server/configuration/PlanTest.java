package secondsite.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.client.CredentialClient;
import secondsite.api.client.PlanClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.Probe;
import secondsite.api.machine.MachineChange;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanChange;
import secondsite.api.plan.PlanDrills;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanGroup;
import secondsite.api.plan.PlanPreview;
import secondsite.api.plan.PlanRunRequest;
import secondsite.api.plan.PlannedStep;
import secondsite.api.policy.WeekWindow;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.security.Credential;
import secondsite.api.security.NewCredential;

/** Plans as they are kept, exported and looked at, over REST of a real server. */
@Timeout(120)
class PlanTest {

    private PlanStage stage;
    private PlanClient plans;
    private UUID web;
    private UUID data;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws IOException {
        stage = new PlanStage(folder);
        plans = stage.plans();
        web = stage.machine("web");
        data = stage.machine("data");
        stage.server.inventory().change(data, new MachineChange("data: 1", null, null));
    }

    @AfterEach
    void end() {
        stage.close();
    }

    private Plan whole(UUID credential) {
        return new Plan("Shop", "All of it: \"quoted\", # no comment\nand a second line", new PlanGoals(900, 60),
                new PlanDrills(List.of(new WeekWindow(Set.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY), LocalTime.of(2, 0),
                        LocalTime.of(4, 30))), "Europe/Berlin", "latest-app"),
                List.of(new PlanGroup("Data", List.of(
                        new PlanAction.Script("yes", Set.of(FailoverKind.UNPLANNED, FailoverKind.PLANNED), "stop.sh",
                                List.of("--all", "", "007", "no"), 30, credential,
                                Map.of("count", PlanAction.ValueType.NUMBER, "answer", PlanAction.ValueType.SECRET)),
                        new PlanAction.Confirmation("Network", null, "The line stands\nand is fast", 30)),
                        List.of(data), List.of(new PlanAction.Delay("Settle", null, 5))),
                        new PlanGroup("Front", null, List.of(web),
                                List.of(new PlanAction.Question("Ask", Set.of(FailoverKind.TEST), data,
                                        new Probe.Http(80, "/health?a=1", 200, "ok: yes", 20))))));
    }

    private static void refused(ThrowingCallable asked, String... said) {
        assertThatThrownBy(asked).isInstanceOf(TransferException.Refused.class).hasMessageContainingAll(said);
    }

    @Test
    void aPlanIsKeptInVersionsAndAChangeOfAnOldOneIsRefused() throws IOException {
        KnownPlan made = plans.add(PlanStage.plan("Shop", PlanStage.group("Data", data)));
        assertThat(made.version()).isEqualTo(1);
        Plan wider = PlanStage.plan("Shop", PlanStage.group("Data", data), PlanStage.group("Front", web));
        KnownPlan second = plans.change(made.id(), new PlanChange(1, wider));
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.plan()).isEqualTo(wider);
        refused(() -> plans.change(made.id(), new PlanChange(1, made.plan())), "version 2", "'version' is 1");
        assertThat(plans.plan(made.id())).isEqualTo(second);
        assertThat(plans.plans().plans()).containsExactly(second);
        stage.server.restart();
        assertThat(stage.plans().plan(made.id())).as("after a restart").isEqualTo(second);
        stage.plans().remove(made.id());
        refused(() -> stage.plans().plan(made.id()), "no plan");
    }

    @Test
    void whatCannotBeMeantIsRefusedByTheNameOfItsField() throws IOException {
        UUID nobody = UUID.randomUUID();
        refused(() -> plans.add(PlanStage.plan("Shop")), "groups", "1 to 7");
        refused(() -> plans.add(PlanStage.plan("Shop", PlanStage.group("Data"))), "number of machines");
        refused(() -> plans.add(PlanStage.plan(" Shop", PlanStage.group("Data", web))), "'name'");
        refused(() -> plans.add(PlanStage.plan("Shop", PlanStage.group("Data", web, nobody))),
                "'groups[0].machines[1]'", "no such machine");
        refused(() -> plans.add(PlanStage.plan("Shop", PlanStage.group("Data", web), PlanStage.group("Front", web))),
                "'groups[1].machines[0]'", "'Data'", "already");
        refused(() -> plans.add(PlanStage.plan("Shop", PlanStage.group("Data", web, web))), "'groups[0].machines[1]'");
        refused(() -> plans.add(PlanStage.plan("Shop", PlanStage.group("Data", web), PlanStage.group("Data", data))),
                "'groups[1].name'");
        refused(() -> plans.add(PlanStage.plan("Shop", IntStream.range(0, 8)
                .mapToObj(i -> PlanStage.group("G" + i, i == 0 ? new UUID[]{web} : new UUID[0]))
                .toArray(PlanGroup[]::new))), "groups", "8");
        for (PlanAction wrong : List.of(new PlanAction.Script("s", null, "../sh", null, 10, null, null),
                new PlanAction.Script("s", null, "sh", null, 0, null, null),
                new PlanAction.Script("s", null, "sh", null, 10, nobody, null),
                new PlanAction.Script("s", null, "sh", null, 10, null, Map.of("a b", PlanAction.ValueType.TEXT)),
                new PlanAction.Confirmation("c", null, "", null), new PlanAction.Confirmation("c", null, "x", 0),
                new PlanAction.Delay("d", null, 0), new PlanAction.Delay("", null, 1),
                new PlanAction.Question("q", null, data, new Probe.Tcp(22, 10)))) {
            refused(() -> plans.add(PlanStage.plan("Shop", PlanStage.after("Data", List.of(web), wrong))),
                    "groups[0].after[0].");
        }
        refused(() -> plans.add(new Plan("Shop", null, new PlanGoals(0, null), null,
                List.of(PlanStage.group("Data", web)))), "'goals.rtoSeconds'");
        refused(() -> plans.add(new Plan("Shop", null, null, new PlanDrills(List.of(), "UTC", null),
                List.of(PlanStage.group("Data", web)))), "drills.windows");
        assertThat(plans.plans().plans()).isEmpty();
    }

    /** The text is read by a library that knows nothing of plans. */
    @Test
    void anExportNamesMachinesAndComesBackAsTheSamePlan() throws IOException {
        UUID credential = new CredentialClient(stage.server.asAdministrator())
                .add(new NewCredential("Switch", Credential.Purpose.HYPERVISOR, "root", "geheim!")).id();
        KnownPlan made = plans.add(whole(credential));
        String text = plans.export(made.id());
        JsonNode tree = new YAMLMapper().readTree(text);
        assertThat(tree.at("/groups/0/machines/0").asText()).isEqualTo("data: 1");
        assertThat(tree.at("/groups/1/after/0/machine").asText()).isEqualTo("data: 1");
        assertThat(tree.at("/groups/0/before/0/credential").asText()).isEqualTo("Switch");
        assertThat(tree.at("/groups/0/before/0/arguments")).extracting(JsonNode::asText).containsExactly("--all", "",
                "007", "no");
        assertThat(text).doesNotContain("geheim");
        KnownPlan same = plans.importYaml("# reviewed by olga\n" + text);
        assertThat(same).as("nothing was changed").isEqualTo(made);
        plans.remove(made.id());
        KnownPlan back = plans.importYaml(text);
        assertThat(back.plan()).isEqualTo(made.plan());
        assertThat(plans.export(back.id())).as("byte by byte").isEqualTo(text);
        assertThat(plans.importYaml(text.replace("seconds: 5", "seconds: 6")).version()).isEqualTo(2);
    }

    @Test
    void aTextThatIsNoPlanIsRefusedAndSaysWhere() throws IOException {
        String text = plans.export(plans.add(whole(null)).id());
        refused(() -> plans.importYaml(text.replace("- web", "- wbe")), "groups[1].machines[0]", "wbe");
        refused(() -> plans.importYaml(text.replace("seconds: 5", "second: 5")), "second", "groups[0].after[0]");
        refused(() -> plans.importYaml(text + "name: again\n"), "name");
        refused(() -> plans.importYaml("a: [1, 2"), "line");
        refused(() -> plans.importYaml("- a"), "no plan");
        refused(() -> plans.importYaml(""), "no plan");
        refused(() -> plans.importYaml("name: Shop\ngroups: 3\n"), "groups");
        refused(() -> plans.importYaml("name: Shop\ngroups: &all\n  - *all\n"), "groups");
        refused(() -> plans.importYaml("name: Shop\ngroups:\n  - &a {name: A, machines: [web], after: [*a]}\n"),
                "groups");
        refused(() -> plans.importYaml("name: Shop\ngroups:\n  - {name: A, machines: [null]}\n"), "groups");
        assertThat(plans.plans().plans()).hasSize(1);
    }

    @Test
    void aDryRunTellsWhatWouldBeDoneInOrderAndWhatStandsAgainstIt() throws IOException {
        KnownPlan made = plans.add(whole(null));
        stage.failovers.refused.put(web, "its replica is damaged");
        PlanPreview test = plans.dryRun(made.id(), new PlanRunRequest(FailoverKind.TEST, "latest-app", null));
        assertThat(test.steps()).extracting(PlannedStep::name).containsExactly("Network", "data: 1", "Settle", "web",
                "Ask");
        assertThat(test.steps()).extracting(PlannedStep::stage).containsExactly(1, 2, 3, 4, 5);
        assertThat(test.ready()).isFalse();
        assertThat(test.steps().get(3).refusals()).containsExactly("its replica is damaged");
        assertThat(test.lostSeconds()).isEqualTo(SimulatedFailovers.LOST_SECONDS);
        assertThat(test.seconds()).as("only the delay is known").isEqualTo(5);
        stage.failovers.refused.clear();
        assertThat(plans.dryRun(made.id(), new PlanRunRequest(FailoverKind.TEST, null, null)).ready()).isTrue();
        PlanPreview planned = plans.dryRun(made.id(), new PlanRunRequest(FailoverKind.PLANNED, null, null));
        assertThat(planned.steps()).extracting(PlannedStep::name).containsExactly("yes", "Network", "data: 1",
                "Settle", "web");
        assertThat(planned.refusals()).singleElement().asString().contains("stop.sh");
        stage.script("stop.sh", "exit 0");
        assertThat(plans.dryRun(made.id(), new PlanRunRequest(FailoverKind.PLANNED, null, null)).ready()).isTrue();
        refused(() -> plans.dryRun(made.id(), new PlanRunRequest(FailoverKind.PLANNED, "latest", null)), "'point'");
        refused(() -> plans.dryRun(made.id(), new PlanRunRequest(null, null, null)), "'kind'");
        assertThat(stage.failovers.orders).as("nothing was done").isEmpty();
    }
}
