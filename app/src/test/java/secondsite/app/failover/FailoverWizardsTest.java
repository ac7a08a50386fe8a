package secondsite.app.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.Role;
import secondsite.app.Forgotten;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.Formats;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Theme;
import secondsite.app.fx.TickingClock;
import secondsite.app.fx.Views;
import secondsite.app.navigation.Navigator;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.WizardLayer;
import secondsite.app.wizard.Wizards;
import secondsite.app.words.FailureText;
import secondsite.app.words.JobText;

/**
 * Every wizard can be walked from its first step to its review, light in English and dark in German; none does its deed before its gate is
 * passed, and none has it where Next was. With -Dpictures=FOLDER a picture of each step is kept.
 */
class FailoverWizardsTest {

    private static final double NEAR = 1;
    private static final int MOST_STEPS = 8;

    @TempDir
    private Path folder;

    /** Opens a wizard. */
    private interface Opening {
        void open(Stages stages, FailoverSurroundings around);
    }

    private static Map<String, Opening> wizards() {
        Failover pending = FabricatedSituation.failover(FailoverKind.UNPLANNED, FailoverState.COMMIT_PENDING, true);
        Failover test = FabricatedSituation.failover(FailoverKind.TEST, FailoverState.RUNNING, true);
        Failover unjudged = FabricatedSituation.failover(FailoverKind.TEST, FailoverState.RUNNING, null);
        Situation here = FabricatedSituation.of(ProtectionState.PROTECTED);
        List<Situation> several = FabricatedSituation.several("sql-03", "mail-02", "erp-application-server-01");
        Situation there = FabricatedSituation.of(ProtectionState.COMMIT_PENDING, pending);
        Situation committed = FabricatedSituation.of(ProtectionState.FAILED_OVER,
                FabricatedSituation.failover(FailoverKind.PLANNED, FailoverState.COMMITTED, null));
        Map<String, Opening> all = new LinkedHashMap<>();
        all.put("test", (_, around) -> new TestFailoverWorkflow(around, null).open(here));
        all.put("clean-up", (_, around) -> new CleanUpWorkflow(around, null)
                .open(FabricatedSituation.of(ProtectionState.PROTECTED, test), test));
        all.put("clean-up-unjudged", (_, around) -> new CleanUpWorkflow(around, null)
                .open(FabricatedSituation.of(ProtectionState.PROTECTED, unjudged), unjudged));
        all.put("planned", (_, around) -> new PlannedFailoverWorkflow(around, null, null).open(here));
        all.put("failback", (_, around) -> new PlannedFailoverWorkflow(around, null, null)
                .open(FabricatedSituation.keptIn(committed, "Frankfurt")));
        all.put("unplanned", (stages, around) -> new UnplannedFailoverWorkflow(around, null, null,
                stages.get(LiveModel.class)).open(here));
        all.put("test-together", (stages, around) -> together(stages, around).openTest(several));
        all.put("planned-together", (stages, around) -> together(stages, around).openPlanned(several));
        all.put("unplanned-together", (stages, around) -> together(stages, around).openUnplanned(several));
        all.put("change-point", (_, around) -> new ChangePointWorkflow(around, null).open(there, pending));
        all.put("commit", (_, around) -> new PendingWorkflow(around, null).openCommit(there, pending));
        all.put("cancel", (_, around) -> new PendingWorkflow(around, null).openCancel(there, pending));
        all.put("start-copy", (_, around) -> new StartCopyWorkflow(around, null, null).open(there, pending));
        all.put("start-test-copy", (_, around) -> new StartCopyWorkflow(around, null, null)
                .open(FabricatedSituation.of(ProtectionState.PROTECTED, test), test));
        all.put("reverse", (stages, around) -> new ReverseWorkflow(around, null, stages.get(LiveModel.class))
                .open(committed));
        all.put("migration", (_, around) -> new MigrationWorkflow(around, null).open(committed));
        return all;
    }

    private static TogetherWorkflow together(Stages stages, FailoverSurroundings around) {
        LiveModel live = stages.get(LiveModel.class);
        return new TogetherWorkflow(around, null, live, new TogetherOrder(around, live, stages.get(JobText.class),
                stages.get(FailureText.class), stages.get(Navigator.class)));
    }

    @TestFactory
    Stream<DynamicTest> everyWizardLeadsToItsReviewAndWaitsThere() {
        return wizards().entrySet().stream().flatMap(wizard -> Stream.of(
                walk(wizard.getKey(), wizard.getValue(), Theme.LIGHT, Language.ENGLISH),
                walk(wizard.getKey(), wizard.getValue(), Theme.DARK, Language.GERMAN)));
    }

    private DynamicTest walk(String name, Opening opening, Theme theme, Language language) {
        return DynamicTest.dynamicTest(name + " " + theme + " " + language,
                () -> walked("wizard-" + name + "-%d-" + theme + "-" + language.tag() + ".png", name, opening, theme,
                        language));
    }

    private void walked(String file, String name, Opening opening, Theme theme, Language language) {
        var stages = Fx.get(() -> new Stages(folder, Tasks.inOrder(), Role.ADMIN));
        Scene scene = Fx.get(() -> window(stages, theme, language));
        Fx.run(() -> opening.open(stages, around(stages)));
        int pictures = 0;
        Bounds whereNextWas = Fx.get(() -> place(find(scene, "wizard-next")));
        for (; pictures < MOST_STEPS && Fx.<Boolean>get(() -> hasNext(scene)); pictures++) {
            int number = pictures + 1;
            Fx.run(() -> answer(scene));
            Fx.run(() -> keep(scene, file.formatted(number)));
            whereNextWas = Fx.get(() -> place(find(scene, "wizard-next")));
            Fx.run(() -> find(scene, "wizard-next").fire());
        }
        int number = pictures + 1;
        Fx.run(() -> keep(scene, file.formatted(number)));
        Bounds before = whereNextWas;
        Fx.run(() -> judge(scene, name, before));
        Fx.run(() -> {
            stages.get(Wizards.class).close();
            assertThat(scene.lookup("#wizard-deed")).isNull();
            scene.getWindow().hide();
        });
    }

    @Test
    void whatWasClosedIsForgotten() throws InterruptedException {
        var forgotten = new Forgotten();
        var stages = Fx.get(() -> new Stages(folder, Tasks.inOrder(), Role.ADMIN));
        Scene scene = Fx.get(() -> window(stages, Theme.LIGHT, Language.ENGLISH));
        wizards().forEach((name, opening) -> {
            Fx.run(() -> opening.open(stages, around(stages)));
            for (int step = 0; step < MOST_STEPS && Fx.<Boolean>get(() -> hasNext(scene)); step++) {
                Fx.run(() -> answer(scene));
                Fx.run(() -> find(scene, "wizard-next").fire());
            }
            Fx.run(() -> {
                forgotten.add(name, find(scene, "wizard-deed"));
                stages.get(Wizards.class).close();
                stages.surroundings().clock().tick();
            });
        });
        // The window keeps the one that had the keyboard last.
        Fx.run(() -> {
            wizards().get("test").open(stages, around(stages));
            stages.get(Wizards.class).close();
        });
        forgotten.check();
        Fx.run(() -> scene.getWindow().hide());
    }

    private static Scene window(Stages stages, Theme theme, Language language) {
        stages.surroundings().texts().speak(language);
        stages.surroundings().looks().wear(theme);
        stages.deployment().filled();
        // Only pictures need the frame behind it.
        Node behind = pictures().isPresent() ? stages.get(Views.class).load(FxmlFile.FRAME).root() : new StackPane();
        var scene = new Scene(new StackPane(behind, stages.get(WizardLayer.class)), 1440, 900);
        stages.surroundings().looks().dress(scene);
        var stage = new Stage();
        stage.setScene(scene);
        stage.show();
        return scene;
    }

    private static boolean hasNext(Scene scene) {
        Button next = find(scene, "wizard-next");
        return next.isVisible() && next.isManaged();
    }

    private static Bounds place(Button button) {
        layout(button.getScene());
        return button.localToScene(button.getBoundsInLocal());
    }

    /** At the review. */
    private static void judge(Scene scene, String name, Bounds whereNextWas) {
        assertThat(hasNext(scene)).describedAs("still a step: %s", fault(scene)).isFalse();
        assertThat(scene.lookup("#wizard-copy")).describedAs("the review").isNotNull();
        Button deed = find(scene, "wizard-deed");
        if (find(scene, "wizard-next").isManaged()) {
            assertThat(place(deed).intersects(whereNextWas)).describedAs("over Next").isFalse();
        }
        assertThat(deed.getWidth()).describedAs("room for " + deed.getText())
                .isGreaterThanOrEqualTo(deed.prefWidth(-1) - NEAR);
        assertThat(deed.isDisabled()).describedAs("waits for its gate")
                .isEqualTo(!name.startsWith("clean-up") && !name.startsWith("start-"));
    }

    private static String fault(Scene scene) {
        return ((Label) scene.lookup(".wizard-fault")).getText();
    }

    /** What cannot be left open is answered. */
    private static void answer(Scene scene) {
        for (String id : List.of("cause-site", "result-passed")) {
            if (scene.lookup("#" + id) instanceof RadioButton button) {
                button.setSelected(true);
            }
        }
        if (scene.lookup("#source-made-sure") instanceof ButtonBase box) {
            box.fire();
        }
        if (scene.lookup("#reverse-process-server") instanceof ComboBox<?> box) {
            box.getSelectionModel().selectFirst();
        }
    }

    private static FailoverSurroundings around(Stages stages) {
        return new FailoverSurroundings(stages.get(Session.class), new FabricatedSituation(), Tasks.inOrder(),
                stages.get(Texts.class), stages.get(Formats.class), stages.get(TickingClock.class),
                stages.get(Catalogue.class), stages.get(Wizards.class));
    }

    private static Button find(Scene scene, String id) {
        Node found = scene.lookup("#" + id);
        assertThat(found).describedAs(id).isNotNull();
        return (Button) found;
    }

    private static void layout(Scene scene) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    private static BufferedImage picture(Scene scene) {
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

    private static Optional<Path> pictures() {
        return Optional.of(System.getProperty("pictures", "")).filter(to -> !to.isEmpty()).map(Path::of);
    }

    private static void keep(Scene scene, String file) {
        pictures().ifPresent(to -> {
            try {
                Files.createDirectories(to);
                ImageIO.write(picture(scene), "png", to.resolve(file).toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
