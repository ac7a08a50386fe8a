package secondsite.app.infrastructure.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static secondsite.app.infrastructure.agents.FabricatedInstallations.checks;
import static secondsite.app.infrastructure.agents.FabricatedInstallations.one;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.api.installation.InstallationAction;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Theme;
import secondsite.app.fx.Views;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.FabricatedDeployment;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardLayer;
import secondsite.app.wizard.Wizards;
import secondsite.app.words.FailureText;

/** What the pages about agents show, of machines that are fabricated. With -Dpictures=FOLDER a picture of each is kept. */
class AgentPagesTest {

    private static final PreflightCheck UNKNOWN_KEY = PreflightCheck.failed(Name.HOST_KEY, ErrorCode.HOST_KEY_UNKNOWN,
            FabricatedInstallations.KEY);
    private static final PreflightCheck NO_ROOM = PreflightCheck.failed(Name.SPACE, ErrorCode.MACHINE_SPACE_LOW,
            "/usr has 3.0 MiB, 240 MiB are needed");
    private static final PreflightCheck NO_TRACING = PreflightCheck.warning(Name.TRACING, ErrorCode.TRACING_MISSING,
            "/sys/kernel/tracing is not there");

    @TempDir
    private Path folder;

    private static Stream<DynamicTest> looks(Consumer<Look> what) {
        return Arrays.stream(Theme.values()).flatMap(theme -> Arrays.stream(Language.values())
                .map(language -> DynamicTest.dynamicTest(theme + " " + language,
                        () -> Fx.run(() -> what.accept(new Look(theme, language))))));
    }

    private record Look(Theme theme, Language language) {}

    private Stages stages(Look look) {
        var stages = new Stages(folder, new Tasks(_ -> {
        }, Runnable::run), Role.ADMIN);
        stages.surroundings().texts().speak(look.language());
        stages.surroundings().looks().wear(look.theme());
        stages.deployment().filled();
        stages.deployment().tell(FabricatedInstallations.processServer());
        stages.get(AgentVersions.class).take(FabricatedInstallations.PACKAGES, List.of(
                one(InstallationAction.INSTALL, 1, "10.0.0.21", "app-01", JobState.DONE, checks()),
                FabricatedInstallations.between(
                        one(InstallationAction.UPGRADE, 2, "10.0.0.22", "app-02", JobState.DONE, checks()), "1.9",
                        "1.10"),
                one(InstallationAction.INSTALL, 3, "10.0.0.23", "sql-03", JobState.DONE, checks())));
        return stages;
    }

    @TestFactory
    Stream<DynamicTest> theWizard() {
        return looks(this::wizard);
    }

    private void wizard(Look look) {
        Stages stages = stages(look);
        Texts texts = stages.get(Texts.class);
        var layer = stages.get(WizardLayer.class);
        var root = new StackPane(layer);
        var scene = new Scene(root, 1100, 700);
        stages.surroundings().looks().dress(scene);
        stages.get(InstallWorkflow.class).install();
        root.applyCss();
        root.layout();
        scene.lookup("#install-machines");
        type(scene, "#install-machines",
                "web-01.example.net\n10.0.0.5-8\n10.0.0.21, web-01.example.net\nno machine here at");
        shown(look, scene, "agents-machines", "10.0.0.8", "app-01");
        type(scene, "#install-machines", "web-01.example.net\n10.0.0.5-8");
        press(scene, "#wizard-next");
        type(scene, "#install-user", "admin");
        type(scene, "#install-password", "secret");
        shown(look, scene, "agents-sign-in", texts.text("install.sign-in.trust"));
        press(scene, "#install-way-key");
        shown(look, scene, "agents-sign-in-key", texts.text("install.sign-in.passphrase"));
        press(scene, "#install-way-password");
        press(scene, "#wizard-next");
        shown(look, scene, "agents-server", texts.text("install.version.newest", "1.10"), "1.9");
        press(scene, "#wizard-next");
        shown(look, scene, "agents-checks-running", texts.text("install.checks.waiting"));
        checked(look, stages, layer, scene);
    }

    private static void press(Scene scene, String selector) {
        ((javafx.scene.control.ButtonBase) scene.lookup(selector)).fire();
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    private static void type(Scene scene, String selector, String text) {
        ((javafx.scene.control.TextInputControl) scene.lookup(selector)).setText(text);
    }

    /** The same with what a server would answer. */
    private void checked(Look look, Stages stages, WizardLayer layer, Scene scene) {
        Texts texts = stages.get(Texts.class);
        var signIn = new SignInViewModel(stages.get(Session.class), stages.get(Tasks.class), texts);
        signIn.user().set("admin");
        signIn.password().set("secret");
        var model = new InstallViewModel(InstallationAction.INSTALL, List.of(), stages.get(LiveModel.class),
                stages.get(AgentVersions.class), signIn, texts);
        model.typed().set("web-01.example.net\n10.0.0.5-8");
        var preflight = new PreflightViewModel(model, stages.get(Session.class), stages.get(Tasks.class),
                stages.surroundings().clock(), stages.get(InstallationWords.class), stages.get(FailureText.class),
                texts);
        var step = new PreflightStep(preflight, stages.get(CheckList.class), texts);
        Wizard real = stages.get(Wizards.class).open().get();
        List<Step> steps = new ArrayList<>(real.steps());
        steps.set(3, step);
        stages.get(Wizards.class).open(new Wizard(real.kind(), real.title(), real.detail(), real.direction(),
                List.of(steps.get(3)), real.review(), real.deed(), real.alternative()));
        preflight.ordered(List.of(preflighted(1, "web-01.example.net", JobState.DONE, NO_TRACING),
                preflighted(2, "10.0.0.5", JobState.DONE), preflighted(3, "10.0.0.6", JobState.FAILED, UNKNOWN_KEY),
                preflighted(4, "10.0.0.7", JobState.FAILED, NO_ROOM), preflighted(5, "10.0.0.8", JobState.RUNNING)));
        shown(look, scene, "agents-checks", "10.0.0.7");
        choose(scene, 2);
        shown(look, scene, "agents-checks-key", FabricatedInstallations.KEY, texts.text("install.key.confirm"));
        choose(scene, 3);
        shown(look, scene, "agents-checks-failed", texts.text("install.check.SPACE"), "/usr has 3.0 MiB");
        assertThat(stages.get(Wizards.class).open().get()).isNotNull();
    }

    private static void choose(Scene scene, int row) {
        ((javafx.scene.control.ListView<?>) scene.lookup("#install-checked")).getSelectionModel().select(row);
    }

    private static Installation preflighted(int number, String address, JobState state, PreflightCheck... other) {
        return one(InstallationAction.PREFLIGHT, number, address, null, state, checks(other));
    }

    @TestFactory
    Stream<DynamicTest> theUpgradeOfSeveral() {
        return looks(look -> {
            Stages stages = stages(look);
            var root = new StackPane(stages.get(WizardLayer.class));
            var scene = new Scene(root, 1100, 700);
            stages.surroundings().looks().dress(scene);
            stages.get(InstallWorkflow.class).begin(InstallationAction.UPGRADE,
                    stages.get(AgentVersions.class).outdated());
            shown(look, scene, "agents-upgrade", "app-01", "sql-03", "1.9 → 1.10");
        });
    }

    @TestFactory
    Stream<DynamicTest> theTabOfAgents() {
        return looks(look -> {
            Stages stages = stages(look);
            Views.View view = stages.get(Views.class).load(FxmlFile.INFRASTRUCTURE);
            var scene = new Scene(view.root(), 1224, 800);
            stages.surroundings().looks().dress(scene);
            ((secondsite.app.navigation.Arrival) view.controller()).arrive(new Place(Screen.INFRASTRUCTURE, "agents"));
            view.root().applyCss();
            view.root().layout();
            DataTable<?> table = (DataTable<?>) scene.lookup("#agents-table");
            table.select(List.of(FabricatedDeployment.machine(1, "", "", "", null, null).id().toString(),
                    FabricatedDeployment.machine(2, "", "", "", null, null).id().toString()));
            Texts texts = stages.get(Texts.class);
            shown(look, scene, "agents-tab", texts.text("agents.selected", 2),
                    texts.text("action.upgrade-outdated.name"), "1.10");
            assertThat(((Button) scene.lookup("#action-upgrade-agent")).isDisabled()).as("app-02 is the newest")
                    .isTrue();
            assertThat(((Button) scene.lookup("#action-uninstall-agent")).getParent().getAccessibleText())
                    .contains(texts.text("agents.protects"));
        });
    }

    @TestFactory
    Stream<DynamicTest> thePageOfInstallations() {
        return looks(look -> {
            Stages stages = stages(look);
            Views.View view = stages.get(Views.class).load(FxmlFile.INSTALLATIONS);
            var scene = new Scene(view.root(), 1224, 800);
            stages.surroundings().looks().dress(scene);
            var place = new Place(Screen.INSTALLATIONS, FabricatedInstallations.BATCH.toString());
            ((InstallationsView) view.controller()).arrive(place);
            Installation failed = one(InstallationAction.INSTALL, 3, "10.0.0.7", "shop", JobState.FAILED,
                    checks(NO_ROOM, NO_TRACING));
            stages.get(InstallationsViewModel.class).take(FabricatedInstallations.BATCH, List.of(
                    one(InstallationAction.INSTALL, 1, "web-01.example.net", "web-01", JobState.DONE, checks()),
                    one(InstallationAction.INSTALL, 2, "10.0.0.5", "erp-01", JobState.RUNNING, checks()), failed,
                    one(InstallationAction.INSTALL, 4, "10.0.0.8", null, JobState.WAITING, List.of())));
            view.root().applyCss();
            view.root().layout();
            ((DataTable<?>) scene.lookup("#installations-table")).select(List.of(failed.id().toString()));
            Texts texts = stages.get(Texts.class);
            shown(look, scene, "installations", texts.text("installations.failed", 1), "/usr has 3.0 MiB",
                    texts.text("action.retry-installations.name"), "shop");
        });
    }

    /** All of it is read on the page. */
    private static void shown(Look look, Scene scene, String name, String... texts) {
        Parent root = scene.getRoot();
        root.applyCss();
        root.layout();
        WritableImage taken = scene.snapshot(null);
        Optional.of(System.getProperty("pictures", "")).filter(to -> !to.isEmpty()).map(Path::of)
                .ifPresent(to -> keep(taken, to.resolve("%s-%s-%s.png".formatted(name, look.theme(),
                        look.language().tag()))));
        String said = said(root).collect(Collectors.joining("\n"));
        for (String text : texts) {
            assertThat(said).as(name).contains(text);
        }
    }

    private static Stream<String> said(Node node) {
        if (!node.isVisible()) {
            return Stream.empty();
        }
        Stream<String> own = node instanceof Labeled labeled && labeled.getText() != null
                ? Stream.of(labeled.getText())
                : Stream.empty();
        return node instanceof Parent parent
                ? Stream.concat(own, parent.getChildrenUnmodifiable().stream().flatMap(AgentPagesTest::said))
                : own;
    }

    private static void keep(WritableImage taken, Path file) {
        var picture = new BufferedImage((int) taken.getWidth(), (int) taken.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, taken.getPixelReader().getArgb(x, y));
            }
        }
        try {
            Files.createDirectories(file.getParent());
            ImageIO.write(picture, "png", file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
