package secondsite.app.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.Contact;
import secondsite.api.security.Role;
import secondsite.api.site.ServerSummary;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.dashboard.FirstStepsViewModel.Line;
import secondsite.app.dashboard.FirstStepsViewModel.Step;
import secondsite.app.fx.Tasks;
import secondsite.app.session.FabricatedDeployment;

/** What is to be done next in a deployment that protects nothing. */
class FirstStepsTest {

    @TempDir
    private Path folder;

    private static ServerSummary server(String kind) {
        return new ServerSummary(kind, kind + "-1", null, null, null, null, null, Contact.HEARD, null, null, null,
                null);
    }

    @Test
    void eachStepIsFoundDoneUntilAMachineIsProtected() {
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.ADMIN);
            FabricatedDeployment deployment = stages.deployment();
            var model = stages.get(FirstStepsViewModel.class);
            assertThat(model.lines().get()).describedAs("before all was told").isEmpty();
            deployment.bare();
            assertThat(model.lines().get()).containsExactly(new Line(Step.SITES, true, false),
                    new Line(Step.SERVERS, false, true), new Line(Step.AGENT, false, false),
                    new Line(Step.PROTECT, false, false));
            deployment.tell(server("process-server"), server("master-target"));
            assertThat(model.lines().get().get(2)).isEqualTo(new Line(Step.AGENT, false, true));
            deployment.tell(FabricatedDeployment.machine(1, "erp-01", null, null, null, null));
            assertThat(model.lines().get().getLast()).isEqualTo(new Line(Step.PROTECT, false, true));
            deployment.tell(FabricatedDeployment.machine(1, "erp-01", "INITIAL_REPLICATION", "OK", null, null));
            assertThat(model.lines().get()).isEmpty();
        });
    }
}
