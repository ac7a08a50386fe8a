package secondsite.app.plans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Views;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.FabricatedPlans;

/** Machines and actions of a plan are moved by keys, and by the pointer where there is a display. */
class PlanViewTest {

    /** A display tells of a drag by and by, as people move. */
    private static final long PACE_MILLIS = 400;
    private static final UUID DATABASE = new UUID(7, 102);
    private static final List<UUID> APPLICATION = List.of(new UUID(7, 1), new UUID(7, 2), new UUID(7, 3));

    @TempDir
    private Path folder;
    private Stages stages;
    private Scene scene;

    @BeforeEach
    void open() {
        Fx.run(() -> {
            stages = new Stages(folder, new Tasks(_ -> {
            }, Runnable::run), Role.ADMIN);
            stages.deployment().filled();
            FabricatedPlans.addTo(stages.deployment());
            Views.View view = stages.get(Views.class).load(FxmlFile.PLAN);
            scene = new Scene(view.root(), 1440, 900);
            stages.surroundings().looks().dress(scene);
            ((PlanView) view.controller()).arrive(new Place(Screen.PLAN, FabricatedPlans.SHOP.toString()));
            var stage = new Stage();
            stage.setScene(scene);
            stage.show();
        });
    }

    @AfterEach
    void close() {
        Fx.run(() -> scene.getWindow().hide());
    }

    private PlanDraft draft() {
        return stages.get(PlanViewModel.class).page().get().draft();
    }

    private Node node(String id) {
        Node found = scene.lookup("#" + id);
        assertThat(found).as(id).isNotNull();
        return found;
    }

    /** With the shortcut key, where the keyboard is. */
    private void press(KeyCode key) {
        Node there = scene.getFocusOwner();
        there.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", key, false, true, false, false));
    }

    private List<UUID> machines(int group) {
        return draft().groups().get(group).machines();
    }

    @Test
    void anActionIsMovedByKeysAndKeepsTheKeyboard() {
        Fx.run(() -> {
            node("action-0-before-0").requestFocus();
            press(KeyCode.DOWN);
            assertThat(scene.getFocusOwner()).isSameAs(node("action-0-after-0"));
            assertThat(((Button) scene.getFocusOwner()).getText()).isEqualTo("Call the network team");
            press(KeyCode.DOWN);
            press(KeyCode.RIGHT);
            assertThat(scene.getFocusOwner()).isSameAs(node("action-1-after-0"));
            assertThat(((Button) scene.getFocusOwner()).getText()).isEqualTo("Call the network team");
        });
        assertThat(draft().groups().getFirst().after()).hasSize(1);
        assertThat(draft().groups().getFirst().before()).isEmpty();
    }

    @Test
    void aMachineIsMovedByKeysAndKeepsTheKeyboard() {
        Fx.run(() -> {
            node("machine-" + APPLICATION.getFirst()).requestFocus();
            press(KeyCode.DOWN);
            press(KeyCode.DOWN);
            assertThat(machines(1)).containsExactly(APPLICATION.get(1), APPLICATION.get(2), APPLICATION.get(0));
            press(KeyCode.UP);
            assertThat(machines(1)).containsExactly(APPLICATION.get(1), APPLICATION.get(0), APPLICATION.get(2));
            press(KeyCode.LEFT);
            assertThat(scene.getFocusOwner()).isSameAs(node("machine-" + APPLICATION.getFirst()));
        });
        assertThat(machines(0)).containsExactly(DATABASE, APPLICATION.getFirst());
    }

    /** The platform that works without a display brings no drag to its end. */
    @Test
    void whatIsDraggedComesToStandWhereItIsDropped() throws Exception {
        assumeTrue(!"Headless".equals(System.getProperty("glass.platform")), "needs a display");
        var robot = new FxRobot();
        drag(robot, "machine-" + DATABASE, "machine-" + APPLICATION.get(1), false);
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> machines(1).size() == 4);
        assertThat(machines(1)).containsExactly(APPLICATION.get(0), DATABASE, APPLICATION.get(1), APPLICATION.get(2));
        drag(robot, "action-0-before-0", "action-1-before-0", true);
        WaitForAsyncUtils.waitFor(10, TimeUnit.SECONDS, () -> draft().groups().get(1).before().size() == 2);
        assertThat(draft().groups().get(1).before().getLast().name()).isEqualTo("Call the network team");
    }

    private void drag(FxRobot robot, String from, String to, boolean lowerHalf) {
        WaitForAsyncUtils.waitForFxEvents();
        Node target = Fx.get(() -> node(to));
        var there = Fx.get(() -> target.localToScreen(target.getLayoutBounds()));
        robot.moveTo(Fx.<Node>get(() -> node(from)));
        robot.press(MouseButton.PRIMARY);
        robot.sleep(PACE_MILLIS);
        robot.moveBy(12, 4);
        robot.sleep(PACE_MILLIS);
        robot.moveTo(there.getCenterX(), there.getCenterY() + (lowerHalf ? 1 : -1) * there.getHeight() / 4);
        robot.sleep(PACE_MILLIS);
        robot.moveBy(1, 0);
        robot.sleep(PACE_MILLIS);
        robot.release(MouseButton.PRIMARY);
    }
}
