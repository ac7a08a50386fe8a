package secondsite.app.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.action.Gate;
import secondsite.app.fx.Tasks;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;

/** A wizard lets nobody past what is not answered, and does nothing before its gate is passed. */
class WizardViewModelTest {

    @TempDir
    private Path folder;
    private Stages stages;
    private final StringProperty fault = new SimpleStringProperty("");
    private final List<String> ordered = new ArrayList<>();
    private WizardViewModel model;

    @BeforeEach
    void open() {
        stages = Fx.get(() -> new Stages(folder, Tasks.inOrder(), Role.ADMIN));
        stages.deployment().filled();
        begin(Gate.TYPED, () -> "ERP core");
    }

    private void begin(Gate gate, Supplier<String> object) {
        Fx.run(() -> {
            Step first = new PageStep("first", new Region(), fault);
            Step second = new PageStep("second", new Region());
            var wizard = new Wizard(WizardKind.REAL, "Failover", "", Optional.empty(), List.of(first, second),
                    new SaidReview(), new Deed(() -> gate, object, () -> "It is down.", () -> "Fail over", () -> {
                        ordered.add("failover");
                        return Place.of(Screen.DASHBOARD);
                    }), Optional.empty());
            stages.get(Wizards.class).open(wizard);
            model = new WizardViewModel(wizard, stages.get(WizardSurroundings.class));
        });
    }

    private static final class SaidReview implements Review {
        @Override
        public List<Sentence> sentences() {
            return List.of(Sentence.danger("Data lost", "24 min 31 s"), Sentence.plain("", "It is started."));
        }

        @Override
        public String command() {
            return "secondsite failover";
        }
    }

    private void review() {
        Fx.run(() -> {
            model.next();
            model.next();
        });
        assertThat(model.reviewing()).isTrue();
    }

    @Test
    void aStepThatIsNotAnsweredIsNotLeft() {
        fault.set("Choose a point.");
        Fx.run(() -> model.next());
        assertThat(model.current().get()).isZero();
        assertThat(model.fault().get()).isEqualTo("Choose a point.");
        fault.set("");
        Fx.run(() -> model.next());
        assertThat(model.current().get()).isEqualTo(1);
        assertThat(model.fault().get()).isEmpty();
    }

    @Test
    void aStepThatWasSpoiledAfterwardsHoldsWhoWantsForward() {
        review();
        Fx.run(() -> model.go(0));
        fault.set("Choose a point.");
        Fx.run(() -> model.go(2));
        assertThat(model.current().get()).isZero();
    }

    @Test
    void nobodyJumpsAhead() {
        Fx.run(() -> model.go(2));
        assertThat(model.current().get()).isZero();
    }

    @Test
    void nothingIsOrderedBeforeTheReview() {
        assertThat(model.hindrances().get()).isNotEmpty();
        Fx.run(() -> model.order());
        assertThat(ordered).isEmpty();
    }

    @Test
    void boxAndNameAreBothNeeded() {
        review();
        GateViewModel gate = model.gate().get();
        Fx.run(() -> gate.typed().set("ERP core"));
        Fx.run(() -> model.order());
        assertThat(ordered).isEmpty();
        Fx.run(() -> gate.stated().set(true));
        Fx.run(() -> gate.typed().set("ERP cor"));
        Fx.run(() -> model.order());
        assertThat(ordered).isEmpty();
        assertThat(gate.wrong().get()).isFalse();
        Fx.run(() -> gate.typed().set("erp core"));
        assertThat(gate.wrong().get()).isTrue();
        Fx.run(() -> gate.typed().set("ERP core"));
        assertThat(model.hindrances().get()).isEmpty();
        Fx.run(() -> model.order());
        assertThat(ordered).containsExactly("failover");
        assertThat(stages.get(Wizards.class).open().get()).isNull();
        assertThat(stages.get(Navigator.class).place().get().screen()).isEqualTo(Screen.DASHBOARD);
    }

    @Test
    void whoComesToTheReviewAgainStatesEverythingAnew() {
        review();
        Fx.run(() -> {
            model.gate().get().stated().set(true);
            model.gate().get().typed().set("ERP core");
            model.back();
            model.next();
        });
        assertThat(model.hindrances().get()).isNotEmpty();
    }

    @Test
    void theReviewCanBePastedElsewhere() {
        review();
        assertThat(model.asText()).isEqualTo("Failover\nData lost: 24 min 31 s\nIt is started.\n");
    }

    @Test
    void aGateOfTheReviewAsksForNoName() {
        begin(Gate.REVIEW, () -> "ERP core");
        review();
        assertThat(model.gate().get().hasName()).isFalse();
        Fx.run(() -> model.gate().get().stated().set(true));
        assertThat(model.hindrances().get()).isEmpty();
    }
}
