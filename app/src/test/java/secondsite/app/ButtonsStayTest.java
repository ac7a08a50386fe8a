package secondsite.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.machine.MachineSummary;
import secondsite.api.security.Role;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.topology.TopologyCanvas;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Views;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.FabricatedDeployment;

/** What somebody is about to press stays under the pointer, and keeps the keyboard, while news of the same thing come. */
class ButtonsStayTest {

    private static final UUID MACHINE = new UUID(7, 101);

    @TempDir
    private Path folder;
    private Stages stages;
    private Scene scene;

    private void show(Screen screen, FxmlFile file) {
        stages = new Stages(folder, Tasks.inOrder(), Role.ADMIN);
        stages.deployment().filled();
        Views.View view = stages.get(Views.class).load(file);
        scene = new Scene(view.root(), 1440, 900);
        stages.surroundings().looks().dress(scene);
        var stage = new Stage();
        stage.setScene(scene);
        stage.show();
        if (view.controller() instanceof Arrival arrival) {
            arrival.arrive(Place.of(screen));
        }
    }

    @AfterEach
    void close() {
        Fx.run(() -> scene.getWindow().hide());
    }

    private Node node(String selector) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        Node found = scene.lookup(selector);
        assertThat(found).as(selector).isNotNull();
        return found;
    }

    private void choose(String table, String row) {
        ((DataTable<?>) node(table)).select(List.of(row));
    }

    /** Of the machine. */
    private void news(double rpo) {
        MachineSummary now = FabricatedDeployment.machine(101, "mail-02", "PROTECTED", "CRITICAL", rpo, null);
        stages.deployment().tell(now);
        // Tables and the topology's picture take over what is new with the next second.
        stages.later(Duration.ofSeconds(1));
        stages.surroundings().clock().tick();
    }

    @Test
    void inTheInspectorOfTheMachines() {
        Fx.run(() -> {
            show(Screen.MACHINES, FxmlFile.MACHINES);
            choose("#machines-table", MACHINE.toString());
            Node menu = node("#inspector-actions");
            Node protect = node("#action-protect");
            menu.requestFocus();
            news(1500);
            assertThat(node("#inspector-actions")).isSameAs(menu);
            assertThat(node("#action-protect")).isSameAs(protect);
            assertThat(scene.getFocusOwner()).isSameAs(menu);
        });
    }

    @Test
    void belowTheMachinesOfWhichSeveralAreChosen() {
        Fx.run(() -> {
            show(Screen.MACHINES, FxmlFile.MACHINES);
            ((DataTable<?>) node("#machines-table")).select(List.of(MACHINE.toString(), new UUID(7, 102).toString()));
            Node pause = node("#action-pause");
            news(1500);
            assertThat(node("#action-pause")).isSameAs(pause);
        });
    }

    @Test
    void besideTheAlerts() {
        Fx.run(() -> {
            show(Screen.ALERTS, FxmlFile.ALERTS);
            choose("#alerts-table", "1");
            Node button = node("#action-acknowledge-alert");
            button.requestFocus();
            stages.deployment().repeats("mail-02");
            assertThat(node("#action-acknowledge-alert")).isSameAs(button);
            assertThat(scene.getFocusOwner()).isSameAs(button);
        });
    }

    @Test
    void besideTheTopology() {
        Fx.run(() -> {
            show(Screen.TOPOLOGY, FxmlFile.TOPOLOGY);
            ((TopologyCanvas) node("#topology-canvas")).selectedProperty().set(MACHINE.toString());
            List<Node> buttons = List.copyOf(scene.getRoot().lookupAll(".topology-commands .button"));
            assertThat(buttons).isNotEmpty();
            news(1500);
            assertThat(scene.getRoot().lookupAll(".topology-commands .button"))
                    .containsExactlyInAnyOrderElementsOf(buttons);
        });
    }
}
