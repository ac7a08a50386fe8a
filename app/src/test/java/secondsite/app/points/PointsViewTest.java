package secondsite.app.points;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.machine.MachineSummary;
import secondsite.api.point.MachinePoint;
import secondsite.api.point.MachinePoints;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Views;
import secondsite.app.session.FabricatedDeployment;

/** The points of a machine are told anew every quarter of a minute. */
class PointsViewTest {

    private static final MachineSummary MACHINE = FabricatedDeployment.machine(102, "sql-03", "PROTECTED", "OK", 4.0,
            null);

    @TempDir
    private Path folder;

    private static MachinePoint point(int number) {
        return new MachinePoint(new UUID(10, number), FabricatedDeployment.NOW.minusSeconds(600 - number),
                "app-consistent", null, 1L << 30, true, false, false, null, List.of(), List.of());
    }

    private static PointsViewModel.Told told(int points) {
        var actions = Stream.of(ProtectionAction.values()).map(each -> new AllowedAction(each, true, null)).toList();
        var protection = new Protection(MACHINE.id(), MACHINE.name(), ProtectionState.PROTECTED, false,
                FabricatedDeployment.NOW, null, "ps-fra-1", "mt-muc-1", new UUID(8, 1), 1, 4.0, null, null, null, null,
                List.of(), List.of(), actions);
        List<MachinePoint> all = new ArrayList<>();
        for (int number = points; number > 0; number--) {
            all.add(point(number));
        }
        return new PointsViewModel.Told(MACHINE, protection, FabricatedDeployment.NOW.minusSeconds(3600),
                FabricatedDeployment.NOW, all, new MachinePoints(MACHINE.id(), all, List.of(), List.of(), null),
                List.of());
    }

    @Test
    void whatSomebodyIsAboutToPressStaysWhereItIs() {
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.ADMIN);
            stages.deployment().filled();
            var model = stages.get(PointsViewModel.class);
            Views.View view = stages.get(Views.class).load(FxmlFile.POINTS);
            var scene = new Scene(view.root(), 1200, 800);
            var stage = new Stage();
            stage.setScene(scene);
            stage.show();
            model.tell(told(2));
            Node pin = scene.lookup("#action-pin");
            Node bookmark = scene.lookup("#action-bookmark");
            assertThat(pin).isNotNull();
            assertThat(bookmark).isNotNull();
            pin.requestFocus();
            model.tell(told(3));
            assertThat(model.selected().get()).as("the newest of then").isEqualTo(point(2));
            assertThat(scene.lookup("#action-pin")).isSameAs(pin);
            assertThat(scene.lookup("#action-bookmark")).isSameAs(bookmark);
            assertThat(scene.getFocusOwner()).isSameAs(pin);
            stage.hide();
        });
    }
}
