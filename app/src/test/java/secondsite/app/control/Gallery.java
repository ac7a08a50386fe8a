package secondsite.app.control;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.animation.PauseTransition;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Font;
import javafx.stage.Stage;
import javafx.util.Duration;
import javax.imageio.ImageIO;

/**
 * Writes pictures of all controls in both themes, to be looked at: {@code Gallery FOLDER}, with
 * {@code -Dglass.platform=Headless -Dprism.order=sw}.
 */
public final class Gallery {

    /** Boards that are shown, by the name of their picture. */
    private static final Map<String, Supplier<Parent>> BOARDS = GalleryBoards.all();

    private Gallery() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        List<String> wanted = List.of(arguments).subList(1, arguments.length);
        Deque<Runnable> pictures = new ArrayDeque<>();
        Platform.startup(() -> {
            Stage stage = new Stage();
            BOARDS.forEach((name, board) -> {
                if (wanted.isEmpty() || wanted.contains(name)) {
                    pictures.add(() -> picture(stage, board, folder.resolve(name + "-light.png"), false, pictures));
                    pictures.add(() -> picture(stage, board, folder.resolve(name + "-dark.png"), true, pictures));
                }
            });
            pictures.add(Platform::exit);
            pictures.poll().run();
        });
    }

    /** A scene in the given theme, as the console's frame makes one. */
    public static Scene scene(Parent content, double width, double height, boolean dark) {
        for (String weight : List.of("Regular", "Medium", "SemiBold", "Bold")) {
            Font.loadFont(Gallery.class.getResourceAsStream("/fonts/Inter-" + weight + ".otf"), 13);
        }
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        StackPane page = new StackPane(content);
        page.setStyle("-fx-background-color: -ss-page; -fx-font-size: 13px; -fx-font-family: 'Inter';");
        Scene scene = new Scene(page, width, height);
        for (String sheet : List.of(dark ? "colors-dark" : "colors-light", "control")) {
            scene.getStylesheets().add(Gallery.class.getResource("/css/" + sheet + ".css").toExternalForm());
        }
        return scene;
    }

    private static void picture(Stage stage, Supplier<Parent> board, Path file, boolean dark,
            Deque<Runnable> further) {
        Scene scene = scene(board.get(), 1200, 800, dark);
        stage.setScene(scene);
        stage.show();
        PauseTransition drawn = new PauseTransition(Duration.millis(1_500));
        drawn.setOnFinished(passed -> {
            write(scene.snapshot(null), file);
            Platform.runLater(further.poll());
        });
        drawn.play();
    }

    private static void write(WritableImage image, Path file) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
            }
        }
        try {
            ImageIO.write(copy, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
