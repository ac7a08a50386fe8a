package secondsite.app.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.navigation.Navigator;
import secondsite.app.session.Catalogue;
import secondsite.app.session.FabricatedDeployment;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.wizard.WizardLayer;
import secondsite.app.wizard.Wizards;
import secondsite.app.words.FailureText;
import secondsite.app.words.JobText;

/** Several machines are failed over by one wizard: each with its own request, each with its own job. */
class TogetherTest {

    @TempDir
    private Path folder;
    private final FabricatedSituation server = new FabricatedSituation();
    private final List<Situation> several = FabricatedSituation.several("sql-03", "mail-02", "web-07");
    private final Map<UUID, FailoverRequest> ordered = new LinkedHashMap<>();
    private UUID away;
    private Stages stages;
    private Scene scene;
    private TogetherWorkflow workflow;

    @BeforeEach
    void open() {
        Fx.run(() -> {
            stages = new Stages(folder, Tasks.inOrder(), Role.ADMIN);
            stages.deployment().filled();
            scene = new Scene(new StackPane(stages.get(WizardLayer.class)), 1200, 800);
            stages.surroundings().looks().dress(scene);
            var stage = new Stage();
            stage.setScene(scene);
            stage.show();
            var around = new FailoverSurroundings(stages.get(Session.class), server, Tasks.inOrder(),
                    stages.get(Texts.class), stages.get(Formats.class), stages.get(TickingClock.class),
                    stages.get(Catalogue.class), stages.get(Wizards.class));
            LiveModel live = stages.get(LiveModel.class);
            workflow = new TogetherWorkflow(around, null, live, new TogetherOrder(around, live,
                    stages.get(JobText.class), stages.get(FailureText.class), stages.get(Navigator.class),
                    this::order));
        });
    }

    @AfterEach
    void close() {
        Fx.run(() -> scene.getWindow().hide());
    }

    /** Jobs are numbered from 900 on. */
    private OrderedFailover order(UUID machine, FailoverRequest request) throws IOException {
        if (machine.equals(away)) {
            throw new IOException("nobody answers");
        }
        ordered.put(machine, request);
        return new OrderedFailover(new UUID(9, ordered.size()), 899 + ordered.size());
    }

    private UUID id(int machine) {
        return several.get(machine).machine().id();
    }

    private void next() {
        ((Button) scene.lookup("#wizard-next")).fire();
    }

    private void press(String id) {
        ((ButtonBase) scene.lookup(id)).fire();
    }

    private Button deed() {
        return (Button) scene.lookup("#wizard-deed");
    }

    private String page() {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return String.join("\n", scene.getRoot().lookupAll(".label").stream()
                .filter(node -> node instanceof Label && node.isVisible()).map(node -> ((Label) node).getText())
                .toList());
    }

    @Test
    void whatTheServerRefusesIsLeftOutAndNamed() {
        server.refuse(several.get(1), "RPO_EXCEEDED");
        Fx.run(() -> {
            workflow.openTest(several);
            next();
            next();
            assertThat(page()).contains("mail-02 is left out", "older than the policy allows", "sql-03: ");
            next();
            assertThat(page()).contains("Left out: The newest recovery point is older", "copies of 2 machines");
            assertThat(deed().getText()).isEqualTo("Start test of 2 machines");
            press("#wizard-state");
            deed().fire();
        });
        assertThat(ordered.keySet()).containsExactly(id(0), id(2));
        assertThat(ordered.values()).allSatisfy(request -> {
            assertThat(request.kind()).isEqualTo(FailoverKind.TEST);
            assertThat(request.point()).isEqualTo("latest");
            assertThat(request.production()).isFalse();
        });
    }

    @Test
    void nothingCanBeOrderedWhenAllAreRefused() {
        several.forEach(machine -> server.refuse(machine, "RPO_EXCEEDED"));
        Fx.run(() -> {
            workflow.openPlanned(several);
            for (int step = 0; step < 4; step++) {
                next();
            }
            assertThat(page()).contains("The server refuses all of them");
            assertThat(scene.lookup("#wizard-copy")).as("the review").isNull();
        });
    }

    @Test
    void eachHasAPointOfItsOwnOrOneMomentIsForAll() {
        Fx.run(() -> {
            workflow.openTest(several);
            press("#point-listed");
            next();
            assertThat(page()).contains("sql-03: Choose a point first.");
            List<ComboBox<?>> lists = scene.getRoot().lookupAll("#together-moments .combo-box").stream()
                    .<ComboBox<?>>map(node -> (ComboBox<?>) node).toList();
            assertThat(lists).hasSize(3);
            for (int i = 0; i < lists.size(); i++) {
                lists.get(i).getSelectionModel().select(i);
            }
            next();
            press("#network-mapped");
            next();
            next();
            press("#wizard-state");
            deed().fire();
        });
        assertThat(ordered.values()).extracting(FailoverRequest::point).containsExactlyElementsOf(
                server.points(null).stream().map(point -> point.id().toString()).toList());
        assertThat(ordered.values()).allMatch(FailoverRequest::production);

        ordered.clear();
        Fx.run(() -> {
            stages.get(Wizards.class).close();
            workflow.openTest(several);
            press("#point-time");
            next();
            assertThat(page()).contains("sql-03: Like 2026-11-20 02:40:00");
            ((TextField) scene.lookup("#point-moment")).setText("2026-11-20 02:40:00");
            next();
            next();
            next();
            press("#wizard-state");
            deed().fire();
        });
        assertThat(ordered.values()).hasSize(3).allMatch(request -> "2026-11-20T01:40:00Z".equals(request.point()));
    }

    @Test
    void aFailoverInEarnestWantsTheirNumberTypedAndOneRefusedAfterAllDoesNotHinderTheOthers() {
        away = id(1);
        Fx.run(() -> {
            workflow.openUnplanned(several);
            press("#cause-site");
            next();
            next();
            assertThat(page()).contains("sql-03 still reports", "web-07 still reports");
            next();
            next();
            next();
            assertThat(deed().getText()).isEqualTo("Fail over 3 machines to Munich");
            assertThat(page()).contains("Everything written after");
            press("#wizard-state");
            assertThat(deed().isDisabled()).isTrue();
            ((TextField) scene.lookup("#wizard-name")).setText("3 machines");
            deed().fire();
        });
        assertThat(ordered.keySet()).containsExactly(id(0), id(2));
        assertThat(ordered.values()).allMatch(FailoverRequest::shutDownSource);
        Fx.run(() -> {
            assertThat(page()).contains("Job 900 is ordered", "Job 901 is ordered", "Refused: ", "nobody answers");
            assertThat(scene.lookup("#wizard-cancel").isVisible()).as("nothing to cancel").isFalse();
            stages.deployment().tell(job(900, JobState.RUNNING, null), job(901, JobState.FAILED,
                    new ReportedProblem(ErrorCode.NETWORK_FAILED, "no route to Munich")));
            stages.surroundings().clock().tick();
            stages.later(Duration.ofSeconds(1));
            stages.surroundings().clock().tick();
            assertThat(page()).contains("Job 900: 0 %", "no route to Munich");
            deed().fire();
            assertThat(stages.get(Wizards.class).open().get()).isNull();
        });
    }

    @Test
    void theWizardStaysWhenNoneWasTaken() {
        Situation only = several.getFirst();
        away = id(0);
        Fx.run(() -> {
            workflow.openPlanned(List.of(only));
            for (int step = 0; step < 4; step++) {
                next();
            }
            press("#wizard-state");
            deed().fire();
            assertThat(page()).contains("nobody answers");
            assertThat(scene.lookup("#wizard-copy")).as("still the review").isNotNull();
        });
        assertThat(ordered).isEmpty();
    }

    private Job job(long number, JobState state, ReportedProblem problem) {
        return new Job(number, "unplanned-failover", id(0).toString(), "sql-03", "a.weber", FabricatedDeployment.NOW,
                null, state, problem, null, List.of(new Job.Task("check", JobState.RUNNING, null, null, 1, null)));
    }
}
