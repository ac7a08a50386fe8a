package secondsite.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Theme;
import secondsite.app.fx.Views;
import secondsite.app.navigation.Arrival;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.FabricatedDeployment;

/** Every FXML file can be loaded in both themes and languages. With -Dpictures=FOLDER a picture of each is kept. */
class EveryViewTest {

    private static final long LEAST_COLOURS = 20;

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> everyViewCanBeShown() {
        return Arrays.stream(FxmlFile.values()).filter(FxmlFile::present)
                .flatMap(file -> Arrays.stream(Theme.values()).flatMap(theme -> Arrays.stream(Language.values())
                        .map(language -> DynamicTest.dynamicTest(file + " " + theme + " " + language,
                                () -> show(file, theme, language)))));
    }

    private void show(FxmlFile file, Theme theme, Language language) {
        BufferedImage picture = Fx.get(() -> {
            var stages = new Stages(folder, new Tasks(_ -> {
            }, Runnable::run), Role.ADMIN);
            stages.surroundings().texts().speak(language);
            stages.surroundings().looks().wear(theme);
            stages.deployment().filled();
            Views.View view = stages.get(Views.class).load(file);
            var scene = new Scene(view.root(), 1440, 900);
            stages.surroundings().looks().dress(scene);
            arrive(file, view);
            return picture(view.root(), scene);
        });
        assertThat(colours(picture)).describedAs("different colours").isGreaterThan(LEAST_COLOURS);
        Optional.of(System.getProperty("pictures", "")).filter(to -> !to.isEmpty()).map(Path::of)
                .ifPresent(to -> keep(picture, to.resolve("%s-%s-%s.png".formatted(file, theme, language.tag()))));
    }

    /** As when the language changes: the models stay. */
    @Test
    void whatIsMadeAnewIsForgotten() throws InterruptedException {
        var forgotten = new Forgotten();
        var stages = Fx.get(() -> new Stages(folder, new Tasks(_ -> {
        }, Runnable::run), Role.ADMIN));
        Fx.run(() -> stages.deployment().filled());
        for (FxmlFile file : FxmlFile.values()) {
            Fx.run(() -> {
                Views.View view = stages.get(Views.class).load(file);
                var scene = new Scene(view.root(), 1440, 900);
                arrive(file, view);
                view.root().applyCss();
                view.root().layout();
                forgotten.add(file.toString(), view.root());
                scene.setRoot(new StackPane());
            });
        }
        Fx.run(() -> stages.surroundings().clock().tick());
        forgotten.check();
    }

    private static long colours(BufferedImage picture) {
        return Arrays.stream(picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
                .distinct().count();
    }

    private static void arrive(FxmlFile file, Views.View view) {
        if (view.controller() instanceof Arrival arrival) {
            Screen screen = Arrays.stream(Screen.values()).filter(each -> each.file() == file).findFirst()
                    .orElseThrow();
            String parameter = screen == Screen.JOB
                    ? "812"
                    : FabricatedDeployment.machine(1, "", "", "", null, null).id().toString();
            arrival.arrive(screen.parent().isPresent() ? new Place(screen, parameter) : Place.of(screen));
        }
    }

    private static BufferedImage picture(Parent root, Scene scene) {
        root.applyCss();
        root.layout();
        WritableImage taken = scene.snapshot(null);
        var picture = new BufferedImage((int) taken.getWidth(), (int) taken.getHeight(), BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = taken.getPixelReader();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        return picture;
    }

    private static void keep(BufferedImage picture, Path file) {
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
