package secondsite.app.protect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import secondsite.api.replication.ReplicationGroup;
import secondsite.app.action.ChosenMachine;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;
import secondsite.app.protect.GroupViewModel.Choice;
import secondsite.app.session.FabricatedDeployment;

/** What becomes of replication groups when machines go from one to another. */
class GroupViewModelTest {

    private static final ReplicationGroup ERP = group(1, "ERP", machine(1), machine(2));
    private static final ReplicationGroup MAIL = group(2, "Mail", machine(3));

    private static UUID machine(int number) {
        return new UUID(7, number);
    }

    private static ReplicationGroup group(int number, String name, UUID... machines) {
        return new ReplicationGroup(new UUID(5, number), name, 60, 500, List.of(machines));
    }

    private static GroupViewModel model(int... machines) {
        return new GroupViewModel(List.of(MAIL, ERP), IntStream.of(machines).mapToObj(number -> new ChosenMachine(
                FabricatedDeployment.machine(number, "m-" + number, "PROTECTED", "OK", 4.0, null), null)).toList(),
                new Texts(Language.ENGLISH));
    }

    @Test
    void itBeginsWhereTheMachinesAre() {
        assertThat(model(1, 2).choice().get()).isEqualTo(new Choice(ERP.id(), false));
        assertThat(model(1, 3).choice().get()).isEqualTo(Choice.NONE);
        assertThat(model(1, 2).left()).isEmpty();
    }

    @Test
    void aMachineLeavesItsGroupBeforeItJoinsAnother() {
        GroupViewModel model = model(3);
        model.choice().set(new Choice(ERP.id(), false));
        assertThat(model.left()).containsExactly(group(2, "Mail"));
        assertThat(model.joined()).contains(group(1, "ERP", machine(1), machine(2), machine(3)));
    }

    @Test
    void whoIsTakenOutLeavesTheOthersTogether() {
        GroupViewModel model = model(1);
        model.choice().set(Choice.NONE);
        assertThat(model.left()).containsExactly(group(1, "ERP", machine(2)));
        assertThat(model.joined()).isEmpty();
    }

    @Test
    void aNewGroupNeedsANameThatNoOtherHas() {
        GroupViewModel model = model(1);
        model.choice().set(Choice.NEW);
        assertThat(model.fault().getValue()).isEqualTo("A new group needs a name.");
        model.name().set("Mail");
        assertThat(model.fault().getValue()).isNotEmpty();
        model.name().set("Web");
        assertThat(model.fault().getValue()).isEmpty();
        assertThat(model.joined().orElseThrow().machines()).containsExactly(machine(1));
    }

    @Test
    void aGroupThatWouldBeTooLargeIsRefused() {
        GroupViewModel model = model(IntStream.rangeClosed(10, 25).toArray());
        model.choice().set(new Choice(ERP.id(), false));
        assertThat(model.fault().getValue()).isEqualTo("A group has 16 machines at most.");
    }
}
