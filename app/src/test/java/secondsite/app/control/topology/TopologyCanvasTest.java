package secondsite.app.control.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import secondsite.app.control.Gallery;

/** The picture in a window. */
@ExtendWith(ApplicationExtension.class)
class TopologyCanvasTest {

    private TopologyCanvas canvas;

    @Start
    void start(Stage stage) {
        canvas = TopologySample.canvas(TopologySample.large(1_000));
        stage.setScene(Gallery.scene(canvas, 1_200, 800, false));
        stage.show();
    }

    @Test
    void nodesAreMadeOnlyForWhatIsNear(FxRobot robot) throws Exception {
        arrived();
        assertThat(canvas.nodeCount()).isZero();
        robot.interact(() -> canvas.zoomTo(1));
        assertThat(canvas.nodeCount()).isBetween(1, Sight.MOST_CHIPS);
        robot.interact(() -> canvas.fit());
        assertThat(canvas.nodeCount()).isZero();
    }

    @Test
    void machinesThatComeIntoSightGetTheirNodesAFewAtATime(FxRobot robot) throws Exception {
        arrived();
        List<Integer> atOnce = new ArrayList<>();
        robot.interact(() -> {
            canvas.zoomTo(1);
            atOnce.add(canvas.nodeCount());
        });
        Sight now = canvas.sight();
        int seen = now.picture().machineIndex().in(now.viewport().seen(canvas.getWidth(), canvas.getHeight())).size();
        assertThat(seen).isGreaterThan(Nodes.MOST_AT_ONCE);
        assertThat(atOnce).containsExactly(Nodes.MOST_AT_ONCE);
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> canvas.nodeCount() == seen);
    }

    @Test
    void keysWalkAndOpen(FxRobot robot) throws Exception {
        arrived();
        List<String> opened = new ArrayList<>();
        robot.interact(() -> {
            canvas.setOnOpen(opened::add);
            canvas.zoomTo(1);
            canvas.selectedProperty().set("vm-1");
            press(KeyCode.RIGHT);
            press(KeyCode.ENTER);
            press(KeyCode.DOWN);
            press(KeyCode.ENTER);
        });
        assertThat(opened).containsExactly("vm-2", "vm-5");
        assertThat(canvas.getAccessibleText()).startsWith("vm-5");
    }

    @Test
    void aNewStateLeavesTheViewAsItIs(FxRobot robot) throws Exception {
        arrived();
        robot.interact(() -> {
            canvas.zoomTo(1);
            canvas.selectedProperty().set("vm-1");
        });
        Sight before = canvas.sight();
        robot.interact(() -> canvas.show(TopologySample.large(1_008)));
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> canvas.picture().machines().size() == 1_008);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(canvas.sight().viewport()).isEqualTo(before.viewport());
        assertThat(canvas.selectedProperty().get()).isEqualTo("vm-1");
    }

    @Test
    void allIsSeenUntilSomebodyLooksCloser(FxRobot robot) throws Exception {
        arrived();
        robot.interact(() -> canvas.show(TopologySample.small()));
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> canvas.picture().machines().size() == 40);
        WaitForAsyncUtils.waitForFxEvents();
        assertThat(canvas.sight().viewport()).isEqualTo(Viewport.fit(canvas.picture().placement().bounds(), canvas
                .getWidth(), canvas.getHeight()));
    }

    private void arrived() throws Exception {
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> canvas.picture().machines().size() == 1_000);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void press(KeyCode code) {
        canvas.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }
}
