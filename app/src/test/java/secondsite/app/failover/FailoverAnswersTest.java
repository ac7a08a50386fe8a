package secondsite.app.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.failover.PointViewModel.Choice;
import secondsite.app.failover.UnplannedFailoverViewModel.Cause;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.session.Catalogue;
import secondsite.app.session.Session;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizards;

/** What is answered in a wizard becomes the request, and what cannot be is said beside the field. */
class FailoverAnswersTest {

    @TempDir
    private Path folder;
    private final FabricatedSituation server = new FabricatedSituation();
    private FailoverSurroundings around;
    private final Situation here = FabricatedSituation.of(ProtectionState.PROTECTED);

    @BeforeEach
    void begin() {
        around = Fx.get(() -> around(Role.ADMIN));
    }

    private FailoverSurroundings around(Role role) {
        var stages = new Stages(folder, Tasks.inOrder(), role);
        return new FailoverSurroundings(stages.get(Session.class), server, Tasks.inOrder(), stages.get(Texts.class),
                stages.get(Formats.class), stages.get(TickingClock.class), stages.get(Catalogue.class),
                stages.get(Wizards.class));
    }

    @Test
    void thePointIsAWordOrAnIdOrATime() {
        Fx.run(() -> {
            var model = new PointViewModel(around, here, FailoverKind.TEST);
            model.refresh();
            assertThat(model.word()).isEqualTo("latest");
            assertThat(model.fault().get()).isEmpty();
            model.choice().set(Choice.NEWEST_APPLICATION);
            assertThat(model.word()).isEqualTo("latest-app");
            model.choice().set(Choice.LISTED);
            assertThat(model.fault().get()).isNotEmpty();
            model.listed().set(model.points().getFirst());
            assertThat(model.word()).isEqualTo(model.points().getFirst().id().toString());
            assertThat(model.fault().get()).isEmpty();
            model.choice().set(Choice.TIME);
            model.time().set("2026-11-20 02:40");
            assertThat(model.word()).isEqualTo("2026-11-20T01:40:00Z");
            model.time().set("twenty to three");
            assertThat(model.fault().get()).isNotEmpty();
        });
    }

    @Test
    void aMachineThatStillReportsIsShutDownFirstUnlessSomebodyMadeSure() {
        Fx.run(() -> {
            var model = new UnplannedFailoverViewModel(around, here);
            assertThat(model.causeFault().get()).isNotEmpty();
            model.cause().set(Cause.SITE);
            assertThat(model.causeFault().get()).isEmpty();
            assertThat(model.shutDown().get()).isTrue();
            assertThat(model.request().shutDownSource()).isTrue();
            model.shutDown().set(false);
            assertThat(model.sourceFault().get()).isNotEmpty();
            model.made().set(true);
            assertThat(model.sourceFault().get()).isEmpty();
            assertThat(model.request().shutDownSource()).isFalse();
        });
    }

    @Test
    void corruptedDataAskForAPointOfTheList() {
        Fx.run(() -> {
            var model = new UnplannedFailoverViewModel(around, here);
            model.cause().set(Cause.CORRUPTION);
            assertThat(model.point().choice().get()).isEqualTo(Choice.LISTED);
        });
    }

    @Test
    void whatIsLostIsASentenceWithAClock() {
        Fx.run(() -> {
            var model = new UnplannedFailoverViewModel(around, here);
            model.cause().set(Cause.SITE);
            model.point().refresh();
            List<Sentence> said = new UnplannedReview(around, here, model).sentences();
            assertThat(said).filteredOn(sentence -> sentence.weight() == Sentence.Weight.DANGER)
                    .extracting(Sentence::text)
                    .anyMatch(text -> text.contains("02:40:00") && text.contains("24 min 31 s before now"));
        });
    }

    @Test
    void whatIsDoneAfterwardsNeedsItsMinutes() {
        Fx.run(() -> {
            var model = new PlannedFailoverViewModel(around);
            assertThat(model.request()).isEqualTo(FailoverRequest.of(FailoverKind.PLANNED, null));
            model.afterwards().ending().set(AfterwardsViewModel.Ending.CANCEL);
            model.afterwards().minutes().set("0");
            assertThat(model.afterwards().fault().get()).isNotEmpty();
            model.afterwards().minutes().set("90");
            assertThat(model.afterwards().fault().get()).isEmpty();
            assertThat(model.request().afterMinutes()).isEqualTo(90);
            assertThat(model.request().afterwards()).isEqualTo(FailoverRequest.Afterwards.CANCEL);
        });
    }

    @Test
    void onlyAnAdministratorMayHaveItCommittedByItself() {
        assertThat(Fx.<Boolean>get(() -> new PlannedFailoverViewModel(around).afterwards().mayCommit())).isTrue();
        assertThat(Fx.<Boolean>get(() -> new PlannedFailoverViewModel(around(Role.OPERATOR)).afterwards().mayCommit()))
                .isFalse();
    }

    @Test
    void secondsToShutDownAreAWholeNumberOrLeftToTheSettings() {
        Fx.run(() -> {
            var model = new ShutDownViewModel(around.texts());
            assertThat(model.fault().get()).isEmpty();
            assertThat(model.allowed()).isNull();
            model.seconds().set("soon");
            assertThat(model.fault().get()).isNotEmpty();
            model.seconds().set("120");
            assertThat(model.allowed()).isEqualTo(120);
            model.asked().set(false);
            assertThat(model.allowed()).isNull();
        });
    }

    @Test
    void aTestIsJudgedBeforeItIsRemoved() {
        Fx.run(() -> {
            var model = new CleanUpViewModel(around.texts(),
                    FabricatedSituation.failover(FailoverKind.TEST, FailoverState.RUNNING, null));
            assertThat(model.fault().get()).isNotEmpty();
            model.result().set(CleanUpViewModel.Result.FAILED);
            model.notes().set("the shop says 500");
            assertThat(model.fault().get()).isEmpty();
            assertThat(model.told()).isEqualTo("Failed: the shop says 500");
        });
    }

    @Test
    void theWayBackEndsElsewhereThanTheMachineRuns() {
        Situation committed = FabricatedSituation.of(ProtectionState.FAILED_OVER,
                FabricatedSituation.failover(FailoverKind.PLANNED, FailoverState.COMMITTED, null));
        Fx.run(() -> {
            var model = new ReverseViewModel(around.texts(), committed, List.of());
            assertThat(committed.homeward()).isTrue();
            assertThat(model.masterTargets()).containsExactly("mt-fra-1");
            assertThat(model.fault().get()).isNotEmpty();
            model.processServer().set("ps-muc-1");
            assertThat(model.fault().get()).isEmpty();
            assertThat(model.request().masterTarget()).isEqualTo("mt-fra-1");
        });
    }

    @Test
    void aNameWithBlanksIsOneWordOfACommand() {
        assertThat(Commands.word("web")).isEqualTo("web");
        assertThat(Commands.word("it's mine")).isEqualTo("'it'\\''s mine'");
    }
}
