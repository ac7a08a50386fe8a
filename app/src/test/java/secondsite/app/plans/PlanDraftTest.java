package secondsite.app.plans;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import secondsite.api.host.Probe;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanAction;
import secondsite.api.plan.PlanGoals;
import secondsite.api.plan.PlanGroup;
import secondsite.api.recovery.FailoverKind;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;
import secondsite.app.plans.ActionDraft.Field;

class PlanDraftTest {

    private static final UUID DATA = new UUID(1, 1);
    private static final UUID WEB = new UUID(1, 2);

    private final Texts texts = new Texts(Language.ENGLISH);

    private static Plan shop() {
        return new Plan("Shop", "All of it", new PlanGoals(900, 90), null,
                List.of(new PlanGroup("Data",
                        List.of(new PlanAction.Script("Stop", Set.of(FailoverKind.PLANNED), "stop.sh",
                                List.of("--all", ""), 30, new UUID(2, 2),
                                Map.of("count", PlanAction.ValueType.NUMBER))),
                        List.of(DATA), List.of(new PlanAction.Delay("Settle", null, 5))),
                        new PlanGroup("Front", List.of(new PlanAction.Confirmation("Network", null, "It stands", null)),
                                List.of(WEB), List.of(new PlanAction.Question("Ask", Set.of(FailoverKind.TEST), DATA,
                                        new Probe.Http(80, "/health", 200, "ok", 20))))));
    }

    private Map<String, String> faults(PlanDraft draft) {
        return PlanFaults.of(draft, Set.of(DATA, WEB)::contains, texts);
    }

    @Test
    void aPlanThatNobodyChangedIsTheSamePlan() {
        PlanDraft draft = PlanDraft.of(shop());
        assertThat(draft.rto()).isEqualTo("15");
        assertThat(draft.rpo()).isEqualTo("1.5");
        assertThat(draft.plan()).isEqualTo(shop());
        assertThat(faults(draft)).isEmpty();
    }

    @Test
    void anActionThatNobodyChangedIsTheSameAction() {
        assertThat(shop().groups()).flatExtracting(PlanGroup::before, PlanGroup::after)
                .allSatisfy(each -> ((List<?>) each).forEach(action -> {
                    ActionDraft draft = ActionDraft.of((PlanAction) action);
                    assertThat(ActionFaults.of(draft, texts)).isEmpty();
                    assertThat(draft.action()).isEqualTo(action);
                }));
    }

    @Test
    void aMachineMovesFromGroupToGroupAndNotBeyondTheLast() {
        PlanDraft draft = PlanDraft.of(shop());
        PlanDraft moved = draft.moved(DATA, 1);
        assertThat(moved.groups()).extracting(PlanGroup::machines).containsExactly(List.of(), List.of(WEB, DATA));
        assertThat(moved.moved(DATA, 1)).isEqualTo(moved);
        assertThat(moved.moved(DATA, -1).groupOf(DATA)).isZero();
        assertThat(draft.without(WEB).machines()).containsExactly(DATA);
        assertThat(draft.without(WEB).moved(WEB, 1)).as("of no group").isEqualTo(draft.without(WEB));
    }

    @Test
    void whatTheServerWouldRefuseIsSaidBesideItsField() {
        PlanDraft draft = PlanDraft.of(shop());
        assertThat(faults(draft.named(" "))).containsOnlyKeys("name");
        assertThat(faults(draft.named("-x"))).containsOnlyKeys("name");
        assertThat(faults(draft.named("x".repeat(64)))).containsOnlyKeys("name");
        assertThat(faults(draft.aiming("soon", ""))).containsOnlyKeys("rto");
        assertThat(faults(draft.aiming("0", "43201"))).containsOnlyKeys("rto", "rpo");
        assertThat(faults(draft.renamed(1, "Data"))).containsOnlyKeys("groups[1]");
        assertThat(faults(draft.without(DATA).without(WEB))).containsKeys("machines");
        assertThat(faults(draft.placed(new UUID(9, 9), 0))).containsOnlyKeys(new UUID(9, 9).toString());
        assertThat(faults(PlanDraft.empty("Group 1"))).containsOnlyKeys("name", "machines");
    }

    @Test
    void aMachineIsAskedOnlyWhenItRuns() {
        PlanDraft draft = PlanDraft.of(shop());
        assertThat(faults(draft.shifted(0, 1))).as("its machine comes up later now").containsOnlyKeys(
                "groups[0].after[0]");
        assertThat(faults(draft.without(DATA))).containsOnlyKeys("groups[1].after[0]");
        assertThat(draft.upBy(1, Phase.BEFORE)).containsExactly(DATA);
        assertThat(draft.upBy(1, Phase.AFTER)).containsExactly(DATA, WEB);
    }

    @Test
    void thereAreAtMostSevenGroupsAndAtLeastOne() {
        PlanDraft draft = PlanDraft.empty("1");
        assertThat(draft.without(0)).isEqualTo(draft);
        for (int i = 2; i < 10; i++) {
            draft = draft.added(Integer.toString(i));
        }
        assertThat(draft.groups()).hasSize(7);
    }

    @Test
    void aWrongActionIsSaidBesideItsField() {
        ActionDraft script = ActionDraft.fresh(ActionKind.SCRIPT);
        assertThat(ActionFaults.of(script, texts)).containsOnlyKeys(Field.NAME, Field.PROGRAM);
        ActionDraft named = script.typed(Field.NAME, "Stop").typed(Field.PROGRAM, "../stop");
        assertThat(ActionFaults.of(named, texts)).containsOnlyKeys(Field.PROGRAM);
        assertThat(ActionFaults.of(named.typed(Field.PROGRAM, "stop.sh").typed(Field.SECONDS, "1.5"), texts))
                .containsOnlyKeys(Field.SECONDS);
        ActionDraft probe = ActionDraft.fresh(ActionKind.PROBE).typed(Field.NAME, "Ask").asking(WEB);
        assertThat(ActionFaults.of(probe, texts)).isEmpty();
        assertThat(probe.action()).isEqualTo(new PlanAction.Question("Ask", null, WEB, new Probe.Tcp(22, 120)));
        assertThat(ActionFaults.of(probe.typed(Field.SECONDS, "3601"), texts)).containsOnlyKeys(Field.SECONDS);
        assertThat(ActionFaults.of(probe.by(ProbeKind.CONSOLE), texts)).containsOnlyKeys(Field.TEXT);
        assertThat(ActionFaults.of(probe.typed(Field.PORT, "65536"), texts)).containsOnlyKeys(Field.PORT);
    }

    @Test
    void anActionOfAllKindsSaysSoOnlyWhenNotAllAreTicked() {
        ActionDraft delay = ActionDraft.fresh(ActionKind.DELAY).typed(Field.NAME, "Wait");
        ActionDraft tests = delay.in(FailoverKind.PLANNED, false).in(FailoverKind.UNPLANNED, false);
        assertThat(tests.kinds()).containsExactly(FailoverKind.TEST);
        assertThat(tests.in(FailoverKind.PLANNED, true).in(FailoverKind.UNPLANNED, true).kinds()).isEmpty();
    }

    private static final UUID MAIL = new UUID(1, 3);

    /** A, B before and C, D behind DATA and MAIL; then a group with WEB. */
    private static PlanDraft ordered() {
        return PlanDraft.of(new Plan("Order", "", null, null,
                List.of(new PlanGroup("One", List.of(wait("A"), wait("B")), List.of(DATA, MAIL),
                        List.of(wait("C"), wait("D"))), new PlanGroup("Two", null, List.of(WEB), null))));
    }

    private static PlanAction wait(String name) {
        return new PlanAction.Delay(name, null, 5);
    }

    private static String actions(PlanDraft draft, int group) {
        return names(Phase.BEFORE.of(draft.groups().get(group))) + "|"
                + names(Phase.AFTER.of(draft.groups().get(group)));
    }

    private static String names(List<PlanAction> actions) {
        return actions.stream().map(PlanAction::name).collect(Collectors.joining());
    }

    private static PlanDraft dropped(ActionPlace from, ActionPlace upon, boolean behind) {
        String carried = new Dragged.Action(from).text();
        return ((Dragged.Action) Dragged.of(carried).orElseThrow()).upon(ordered(), upon, behind);
    }

    private static ActionPlace at(int group, Phase phase, int index) {
        return new ActionPlace(group, phase, index);
    }

    @Test
    void anActionComesToStandWhereItIsDropped() {
        ActionPlace a = at(0, Phase.BEFORE, 0);
        ActionPlace b = at(0, Phase.BEFORE, 1);
        ActionPlace c = at(0, Phase.AFTER, 0);
        assertThat(actions(dropped(a, b, true), 0)).isEqualTo("BA|CD");
        assertThat(actions(dropped(a, b, false), 0)).as("where it was").isEqualTo("AB|CD");
        assertThat(actions(dropped(b, a, false), 0)).isEqualTo("BA|CD");
        assertThat(actions(dropped(a, a, true), 0)).isEqualTo("AB|CD");
        assertThat(actions(dropped(a, c, true), 0)).isEqualTo("B|CAD");
        assertThat(actions(dropped(c, a, false), 0)).isEqualTo("CAB|D");
        PlanDraft other = new Dragged.Action(a).into(ordered(), 1, Phase.AFTER);
        assertThat(actions(other, 0)).isEqualTo("B|CD");
        assertThat(actions(other, 1)).isEqualTo("|A");
        assertThat(new Dragged.Action(at(3, Phase.AFTER, 0)).into(ordered(), 1, Phase.AFTER)).as("gone meanwhile")
                .isEqualTo(ordered());
    }

    @Test
    void anActionGoesThroughAllPlacesByKeys() {
        PlanDraft draft = ordered();
        var place = at(0, Phase.AFTER, 1);
        for (String expected : List.of("AB|DC", "ABD|C", "ADB|C", "DAB|C", "DAB|C")) {
            ActionPlace up = place.up(draft.groups());
            draft = draft.acted(place, up);
            assertThat(actions(draft, 0)).isEqualTo(expected);
            place = up;
        }
        for (String expected : List.of("ADB|C", "ABD|C", "AB|DC", "AB|CD", "AB|CD")) {
            ActionPlace down = place.down(draft.groups());
            draft = draft.acted(place, down);
            assertThat(actions(draft, 0)).isEqualTo(expected);
            place = down;
        }
        assertThat(place.beside(draft.groups(), -1)).isEqualTo(place);
        ActionPlace right = place.beside(draft.groups(), 1);
        assertThat(actions(draft.acted(place, right), 1)).isEqualTo("|D");
        assertThat(right.beside(draft.groups(), 1)).as("at the edge").isEqualTo(right);
    }

    @Test
    void aMachineComesToStandWhereItIsDropped() {
        var web = (Dragged.Machine) Dragged.of(new Dragged.Machine(WEB).text()).orElseThrow();
        assertThat(web.upon(ordered(), MAIL, false).groups().getFirst().machines()).containsExactly(DATA, WEB, MAIL);
        assertThat(web.upon(ordered(), MAIL, true).groups().getFirst().machines()).containsExactly(DATA, MAIL, WEB);
        assertThat(web.upon(ordered(), MAIL, true).groups().getLast().machines()).isEmpty();
        assertThat(web.into(ordered(), 0).groups().getFirst().machines()).containsExactly(DATA, MAIL, WEB);
        var data = new Dragged.Machine(DATA);
        assertThat(data.upon(ordered(), MAIL, true).groups().getFirst().machines()).containsExactly(MAIL, DATA);
        assertThat(data.upon(ordered(), DATA, true)).isEqualTo(ordered());
        assertThat(ordered().lifted(MAIL, -1)).isEqualTo(data.upon(ordered(), MAIL, true));
        assertThat(ordered().lifted(MAIL, 1)).as("at the edge").isEqualTo(ordered());
        assertThat(Dragged.of("a text from another window")).isEmpty();
    }
}
