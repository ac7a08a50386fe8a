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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverState;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.Role;
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
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.WizardLayer;
import secondsite.app.wizard.Wizards;

/**
 * Every wizard can be walked from its first step to its review, light in English and dark in German; none does its deed before its gate is
 * passed, and none has it where Next was. With -Dpictures=FOLDER a picture of each step is kept.
 */
class FailoverWizardsTest {

    private static final double NEAR = 1;

    @TempDir
    private Path folder;

    /** Opens a wizard. */
    private interface Opening {
        void open(Stages stages, FailoverSurroundings around);
    }

    private static Map<String, Opening> wizards() {
        Failover pending = FabricatedSituation.failover(FailoverKind.UNPLANNED, FailoverState.COMMIT_PENDING, true);
        Failover test = FabricatedSituation.failover(FailoverKind.TEST, FailoverState.RUNNING, true);
        Situation here = FabricatedSituation.of(ProtectionState.PROTECTED);
        Situation there = FabricatedSituation.of(ProtectionState.COMMIT_PENDING, pending);
        Situation committed = FabricatedSituation.of(ProtectionState.FAILED_OVER,
                FabricatedSituation.failover(FailoverKind.PLANNED, FailoverState.COMMITTED, null));
        Map<String, Opening> all = new LinkedHashMap<>();
        all.put("test", (_, around) -> new TestFailoverWorkflow(around, null).open(here));
        all.put("clean-up", (_, around) -> new CleanUpWorkflow(around, null)
                .open(FabricatedSituation.of(ProtectionState.PROTECTED, test), test));
        all.put("planned", (_, around) -> new PlannedFailoverWorkflow(around, null, null).open(here));
        all.put("failback", (_, around) -> new PlannedFailoverWorkflow(around, null, null).open(committed));
        all.put("unplanned", (stages, around) -> new UnplannedFailoverWorkflow(around, null, null,
                stages.get(LiveModel.class)).open(here));
        all.put("change-point", (_, around) -> new ChangePointWorkflow(around, null).open(there, pending));
        all.put("commit", (_, around) -> new PendingWorkflow(around, null).openCommit(there, pending));
        all.put("cancel", (_, around) -> new PendingWorkflow(around, null).openCancel(there, pending));
        all.put("reverse", (stages, around) -> new ReverseWorkflow(around, null, stages.get(LiveModel.class))
                .open(committed));
        all.put("migration", (_, around) -> new MigrationWorkflow(around, null).open(committed));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> everyWizardLeadsToItsReviewAndWaitsThere() {
        return wizards().entrySet().stream().flatMap(wizard -> Stream.of(
                walk(wizard.getKey(), wizard.getValue(), Theme.LIGHT, Language.ENGLISH),
                walk(wizard.getKey(), wizard.getValue(), Theme.DARK, Language.GERMAN)));
    }

    private DynamicTest walk(String name, Opening opening, Theme theme, Language language) {
        return DynamicTest.dynamicTest(name + " " + theme + " " + language,
                () -> Fx.run(() -> walked(name, opening, theme, language)));
    }

    private void walked(String name, Opening opening, Theme theme, Language language) {
        var stages = new Stages(folder, Tasks.inOrder(), Role.ADMIN);
        stages.surroundings().texts().speak(language);
        stages.surroundings().looks().wear(theme);
        stages.deployment().filled();
        var frame = stages.get(Views.class).load(FxmlFile.FRAME).root();
        var scene = new Scene(new StackPane(frame, stages.get(WizardLayer.class)), 1440, 900);
        stages.surroundings().looks().dress(scene);
        opening.open(stages, around(stages));
        int pictures = 0;
        Button next = find(scene, "wizard-next");
        var whereNextWas = next.localToScene(next.getBoundsInLocal());
        for (int step = 0; step < 8 && next.isVisible() && next.isManaged(); step++) {
            layout(scene);
            whereNextWas = next.localToScene(next.getBoundsInLocal());
            answer(scene);
            layout(scene);
            keep(scene, "wizard-%s-%d-%s-%s.png".formatted(name, ++pictures, theme, language.tag()));
            next.fire();
        }
        layout(scene);
        keep(scene, "wizard-%s-%d-%s-%s.png".formatted(name, ++pictures, theme, language.tag()));
        assertThat(next.isVisible() && next.isManaged()).describedAs("still a step: %s", fault(scene)).isFalse();
        assertThat(scene.lookup("#wizard-copy")).describedAs("the review").isNotNull();
        Button deed = find(scene, "wizard-deed");
        if (next.isManaged()) {
            assertThat(deed.localToScene(deed.getBoundsInLocal()).intersects(whereNextWas)).describedAs("over Next")
                    .isFalse();
        }
        assertThat(deed.getWidth()).describedAs("room for " + deed.getText())
                .isGreaterThanOrEqualTo(deed.prefWidth(-1) - NEAR);
        assertThat(deed.isDisabled()).describedAs("waits for its gate").isEqualTo(!"clean-up".equals(name));
        stages.get(Wizards.class).close();
        assertThat(scene.lookup("#wizard-deed")).isNull();
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

    private static void keep(Scene scene, String file) {
        Optional.of(System.getProperty("pictures", "")).filter(to -> !to.isEmpty()).map(Path::of).ifPresent(to -> {
            try {
                Files.createDirectories(to);
                ImageIO.write(picture(scene), "png", to.resolve(file).toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
