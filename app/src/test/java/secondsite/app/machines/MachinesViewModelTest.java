package secondsite.app.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.machine.MachineSummary;
import secondsite.api.security.Role;
import secondsite.app.Stages;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenMachine;
import secondsite.app.fx.Tasks;
import secondsite.app.session.FabricatedDeployment;

/** The list of machines follows what is told, and what is chosen stays chosen. */
class MachinesViewModelTest {

    private static final MachineSummary WEB = FabricatedDeployment.machine(1, "web", "PROTECTED", "OK", 4.0, null);
    private static final MachineSummary DB = FabricatedDeployment.machine(2, "db", "PROTECTED", "OK", 4.0, null);

    @TempDir
    private Path folder;
    private Stages stages;
    private MachinesViewModel model;
    private final List<MachinesViewModel.Changes> changes = new ArrayList<>();

    @BeforeEach
    void twoMachines() {
        stages = new Stages(folder, new Tasks(_ -> {
        }, Runnable::run), Role.VIEWER);
        stages.deployment().hear();
        stages.deployment().tell(WEB, DB);
        model = stages.get(MachinesViewModel.class);
        model.changes().addListener((_, _, now) -> changes.add(now));
    }

    private static Job job(JobState state) {
        return new Job(7, "resync", WEB.id().toString(), "web", "weber", FabricatedDeployment.NOW, null, state, null,
                null, List.of());
    }

    @Test
    void onlyWhatChangedIsTold() {
        MachineSummary later = FabricatedDeployment.machine(1, "web", "PROTECTED", "WARNING", 500.0, null);
        stages.deployment().tell(later, DB);
        assertThat(changes).singleElement()
                .isEqualTo(new MachinesViewModel.Changes(List.of(new MachineRow(later, null)), List.of()));
        stages.deployment().forget(DB);
        assertThat(changes.getLast().gone()).containsExactly(DB.id().toString());
        assertThat(model.rows()).containsExactly(new MachineRow(later, null));
    }

    @Test
    void aJobStandsBesideItsMachineUntilItIsOver() {
        stages.deployment().tell(job(JobState.RUNNING));
        assertThat(changes.getLast().changed()).containsExactly(new MachineRow(WEB, job(JobState.RUNNING)));
        stages.deployment().tell(job(JobState.DONE));
        assertThat(changes.getLast().changed()).containsExactly(new MachineRow(WEB, null));
    }

    @Test
    void aMachineThatIsChosenIsTheOneThatIsToldNow() {
        model.choose(List.of(WEB.id()));
        MachineSummary later = FabricatedDeployment.machine(1, "web", "PROTECTED", "WARNING", 500.0, null);
        stages.deployment().tell(later);
        assertThat(model.one()).map(ChosenMachine::summary).contains(later);
        stages.deployment().forget(later);
        assertThat(model.one()).isEmpty();
    }

    @Test
    void aViewerMayDoNothingAndIsToldWhy() {
        model.choose(List.of(WEB.id()));
        ChosenMachine chosen = model.one().orElseThrow();
        assertThat(stages.get(Actions.class).of(ChosenMachine.class)).isNotEmpty().allSatisfy(action -> {
            assertThat(action.on(chosen).allowed()).isFalse();
            assertThat(action.on(chosen).reason()).contains("role");
        });
    }
}
