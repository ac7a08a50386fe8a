package secondsite.app.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.Alert;
import secondsite.api.activity.Job;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.action.Actions;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Theme;
import secondsite.app.session.Session;
import secondsite.app.table.TableViews;
import secondsite.app.table.Tables;
import secondsite.app.words.FailureText;

/** A question stands over the window and goes without a trace when it is refused. With -Dpictures=FOLDER a picture of each is kept. */
class LayeredDialogsTest {

    @TempDir
    private Path folder;

    /** Begins an action. */
    private interface Beginning {
        void begin(Stages stages, Actions actions);
    }

    private static Beginning plain(String action) {
        return (_, actions) -> actions.action(action, Void.class).start(null);
    }

    @TestFactory
    Stream<DynamicTest> somethingMissingHoldsTheDeedUp() {
        return Stream.of("add-site", "join-agent", "join-server", "add-user")
                .map(action -> DynamicTest.dynamicTest(action, () -> show(action, plain(action), true)));
    }

    @TestFactory
    Stream<DynamicTest> whatNeedsNothingFurtherCanBeConfirmed() {
        return Stream.of(DynamicTest.dynamicTest("cancel-job", () -> show("cancel-job", (stages, actions) -> {
            Job running = stages.deployment().live().jobs().getFirst();
            actions.action("cancel-job", Job.class).start(running);
        }, false)), DynamicTest.dynamicTest("acknowledge-alert", () -> show("acknowledge-alert", (stages, actions) -> {
            Alert open = stages.deployment().live().alerts().getFirst();
            actions.action("acknowledge-alert", Alert.class).start(open);
        }, false)), DynamicTest.dynamicTest("back-up", () -> show("back-up", plain("back-up"), false)));
    }

    private void show(String name, Beginning beginning, boolean held) {
        for (Theme theme : Theme.values()) {
            Language language = theme == Theme.LIGHT ? Language.ENGLISH : Language.GERMAN;
            Fx.run(() -> {
                var stages = new Stages(folder, new Tasks(_ -> {
                }, Runnable::run), Role.ADMIN);
                stages.surroundings().texts().speak(language);
                stages.surroundings().looks().wear(theme);
                stages.deployment().filled();
                var root = new StackPane();
                var stage = new Stage();
                stage.setScene(new Scene(root, 900, 640));
                stages.surroundings().looks().dress(stage.getScene());
                stage.show();
                beginning.begin(stages, stages.get(Actions.class));
                Button confirm = (Button) root.lookup("#dialog-confirm");
                assertThat(confirm.isDisabled()).isEqualTo(held);
                keep(stage.getScene().snapshot(null), "dialog-%s-%s-%s.png".formatted(name, theme, language.tag()));
                ((Button) root.lookup("#dialog-cancel")).fire();
                assertThat(root.getChildren()).isEmpty();
                stage.close();
            });
        }
    }

    @Test
    void aTableIsWrittenToTheFileThatIsChosenAndThatIsSaid() throws IOException {
        Path file = folder.resolve("wanted.csv");
        var asked = new ArrayList<String>();
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.VIEWER);
            exporting(stages, name -> {
                asked.add(name);
                return Optional.of(file);
            }).fire();
            assertThat(stages.get(Toasts.class).now().get().text()).contains(file.toString());
        });
        assertThat(asked).containsExactly("policies.csv");
        assertThat(file).hasContent("\ufeffName,Size\r\nmünchen,\"1,5\"\r\nweb,2\r\n");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(each -> each.getFileName().toString())).noneMatch(name -> name.endsWith(".part"));
        }
    }

    @Test
    void thatAFileCannotBeWrittenIsSaidWithItsNameAndWhatWasThereStays() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken.csv/within")).getParent();
        Fx.run(() -> {
            var stages = new Stages(folder, Tasks.inOrder(), Role.VIEWER);
            StackPane root = window(stages);
            exporting(stages, _ -> Optional.of(folder.resolve("nowhere/a.csv"))).fire();
            assertThat(text(root)).contains("nowhere/a.csv", "no such folder");
            ((Button) root.lookup("#dialog-cancel")).fire();
            exporting(stages, _ -> Optional.of(taken)).fire();
            assertThat(text(root)).contains("taken.csv");
            ((Button) root.lookup("#dialog-cancel")).fire();
            exporting(stages, _ -> Optional.empty()).fire();
            assertThat(root.getChildren()).as("nothing is said").isEmpty();
            root.getScene().getWindow().hide();
        });
        assertThat(taken.resolve("within")).isDirectory();
    }

    private static StackPane window(Stages stages) {
        var root = new StackPane();
        var stage = new Stage();
        stage.setScene(new Scene(root, 900, 640));
        stages.surroundings().looks().dress(stage.getScene());
        stage.show();
        return root;
    }

    private static String text(StackPane root) {
        return ((TextArea) root.lookup("#dialog-text")).getText();
    }

    /** The button of a table with two rows. */
    private static Button exporting(Stages stages, Destination destination) {
        var dialogs = new LayeredDialogs(Tasks.inOrder(), stages.get(Texts.class), stages.get(FailureText.class),
                stages.get(Session.class), destination, stages.get(Toasts.class));
        var tables = new Tables(stages.get(Texts.class), dialogs, stages.get(TableViews.class),
                stages.get(Toasts.class));
        DataTable<List<String>> table = tables.table("policies", List::getFirst,
                List.of(Column.of("name", "Name", 100, List::getFirst), Column.of("size", "Size", 100, List::getLast)),
                List.of());
        table.show(List.of(List.of("münchen", "1,5"), List.of("web", "2")));
        new Scene(table);
        table.applyCss();
        return (Button) table.lookup("#table-export");
    }

    private static void keep(WritableImage seen, String name) {
        Optional.of(System.getProperty("pictures", "")).filter(to -> !to.isEmpty()).map(Path::of).ifPresent(to -> {
            var picture = new BufferedImage((int) seen.getWidth(), (int) seen.getHeight(), BufferedImage.TYPE_INT_RGB);
            int[] pixels = new int[picture.getWidth() * picture.getHeight()];
            Arrays.setAll(pixels, i -> seen.getPixelReader().getArgb(i % picture.getWidth(), i / picture.getWidth()));
            picture.setRGB(0, 0, picture.getWidth(), picture.getHeight(), pixels, 0, picture.getWidth());
            try {
                ImageIO.write(picture, "png", Files.createDirectories(to).resolve(name).toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
