package secondsite.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** The controls in a window without a display: colours come from the themes, and change with them. */
@ExtendWith(ApplicationExtension.class)
class ControlsTest {

    private Stage stage;

    @Start
    void start(Stage shown) {
        stage = shown;
    }

    @Test
    void drawingsHaveTheColoursOfTheTheme(FxRobot robot) {
        assertThat(colorOfDonut(robot, false)).isEqualTo(0xff1a7f37);
        assertThat(colorOfDonut(robot, true)).isEqualTo(0xff3fb950);
    }

    @Test
    void everythingIsDrawnInBothThemes(FxRobot robot) {
        for (String board : List.of("small", "table", "timeline")) {
            int[] light = pixels(picture(robot, GalleryBoards.all().get(board), false));
            int[] dark = pixels(picture(robot, GalleryBoards.all().get(board), true));
            assertThat(IntStream.of(light).distinct().count()).as("%s", board).isGreaterThan(100);
            assertThat(IntStream.of(dark).distinct().count()).as("%s", board).isGreaterThan(100);
            assertThat(brightness(light)).as("%s", board).isGreaterThan(200);
            assertThat(brightness(dark)).as("%s", board).isLessThan(60);
        }
    }

    private static int[] pixels(WritableImage image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return pixels;
    }

    private static double brightness(int[] pixels) {
        return IntStream.of(pixels).map(pixel -> pixel >> 8 & 0xff).average().orElseThrow();
    }

    @Test
    void aNameThatDoesNotFitIsShortenedInItsMiddle(FxRobot robot) {
        MiddleEllipsisLabel label = new MiddleEllipsisLabel("application-server-production-01");
        label.setMaxWidth(90);
        picture(robot, () -> new StackPane(label), false);
        assertThat(label.visibleText()).startsWith("app").endsWith("n-01").hasSizeLessThan(20);
        assertThat(label.queryAccessibleAttribute(AccessibleAttribute.TEXT)).isEqualTo(
                "application-server-production-01");
    }

    @Test
    void aStatusIsShownByOneIconHoweverOftenItChanged(FxRobot robot) {
        StatusIcon icon = new StatusIcon(Status.OK);
        RpoBar bar = new RpoBar();
        for (Status status : List.of(Status.CRIT, Status.OK, Status.WARN, Status.CRIT)) {
            icon.setStatus(status);
            bar.show("1 min", 0.5, status);
        }
        picture(robot, () -> new StackPane(icon, bar), false);
        assertThat(icon.lookupAll(".ikonli-font-icon").stream().filter(Node::isVisible)).singleElement()
                .satisfies(shown -> assertThat(shown.getStyleClass()).contains(Status.CRIT.styleClass()));
        assertThat(bar.lookupAll(".fill").stream().filter(Node::isVisible)).singleElement()
                .satisfies(shown -> assertThat(shown.getStyleClass()).contains(Status.CRIT.styleClass()));
    }

    private int colorOfDonut(FxRobot robot, boolean dark) {
        WritableImage image = picture(robot, () -> {
            Donut donut = new Donut();
            donut.setMaxSize(100, 100);
            donut.slicesProperty().set(List.of(Donut.Slice.of(Status.OK, 1)));
            return new StackPane(donut);
        }, dark);
        PixelReader pixels = image.getPixelReader();
        return pixels.getArgb(600, 400 - 50 + 7);
    }

    private WritableImage picture(FxRobot robot, Supplier<Parent> content, boolean dark) {
        WritableImage[] image = new WritableImage[1];
        robot.interact(() -> {
            Scene scene = Gallery.scene(content.get(), 1200, 800, dark);
            stage.setScene(scene);
            stage.show();
            GalleryBoards.settle(scene);
            image[0] = scene.snapshot(null);
        });
        return image[0];
    }
}
