package secondsite.app.control.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import secondsite.app.control.Gallery;
import secondsite.app.control.timeline.History.Kind;

/** The line of time in a window. */
@ExtendWith(ApplicationExtension.class)
class PointTimelineTest {

    private final History history = TimelineSample.history();
    private PointTimeline line;

    @Start
    void start(Stage stage) {
        line = new PointTimeline(TimelineSample.texts());
        line.historyProperty().set(history);
        stage.setScene(Gallery.scene(line, 1_000, 300, false));
        stage.show();
    }

    @Test
    void keysGoFromPointToPoint(FxRobot robot) {
        robot.interact(() -> {
            line.choose("b2");
            press(KeyCode.LEFT, false);
        });
        assertThat(line.pointProperty().get()).isEqualTo(history.points().get(history.points().indexOf(history.points()
                .stream().filter(point -> point.id().equals("b2")).findFirst().orElseThrow()) - 1));
        robot.interact(() -> press(KeyCode.HOME, false));
        assertThat(line.chosenProperty().get()).isEqualTo(history.points().getFirst().at());
    }

    @Test
    void controlGoesOverApplicationConsistentPointsOnly(FxRobot robot) {
        for (int i = 0; i < 30; i++) {
            robot.interact(() -> press(KeyCode.LEFT, true));
            assertThat(line.pointProperty().get().kind()).isEqualTo(Kind.APPLICATION);
        }
    }

    @Test
    void theHandleSnapsUnlessItIsFreed(FxRobot robot) {
        Instant between = history.points().getLast().at().plusSeconds(100);
        robot.interact(() -> line.choose(between, false));
        assertThat(line.chosenProperty().get()).isEqualTo(history.points().getLast().at());
        robot.interact(() -> line.choose(between, true));
        assertThat(line.chosenProperty().get()).isEqualTo(between);
        assertThat(line.pointProperty().get()).isNull();
    }

    @Test
    void whatIsChosenIsSeen(FxRobot robot) {
        robot.interact(() -> {
            line.showLast(Duration.ofHours(1));
            press(KeyCode.HOME, false);
        });
        assertThat(line.windowProperty().get().span()).isEqualTo(Duration.ofHours(1));
        assertThat(line.windowProperty().get().from()).isEqualTo(history.points().getFirst().at());
        assertThat(line.getAccessibleText()).contains("04:04:31");
    }

    @Test
    void newPointsMoveNeitherTheViewNorTheChoice(FxRobot robot) {
        robot.interact(() -> {
            line.showLast(Duration.ofHours(6));
            line.choose("b2");
        });
        TimeWindow seen = line.windowProperty().get();
        robot.interact(() -> line.historyProperty().set(new History(history.from().plusSeconds(60), history.to()
                .plusSeconds(60), history.writes(), history.spans(), history.gaps(), history.points(),
                history
                        .events())));
        assertThat(line.windowProperty().get()).isEqualTo(seen);
        assertThat(line.pointProperty().get().id()).isEqualTo("b2");
    }

    private void press(KeyCode code, boolean control) {
        line.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
    }
}
