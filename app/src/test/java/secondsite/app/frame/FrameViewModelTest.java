package secondsite.app.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.action.ActionControls;
import secondsite.app.frame.FrameViewModel.Direction;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.session.Freshness;

/** What stands around every screen, said from a fabricated deployment. */
class FrameViewModelTest {

    @TempDir
    private Path folder;
    private Stages stages;
    private FrameViewModel model;

    @BeforeEach
    void fill() {
        // Themes want the toolkit; the model itself does not.
        stages = Fx.get(() -> new Stages(folder, Tasks.inOrder(), Role.VIEWER));
        stages.deployment().filled();
        model = stages.get(FrameViewModel.class);
    }

    @Test
    void machinesJobsAndCriticalAlertsAreCounted() {
        assertThat(model.machines().get()).isEqualTo(40);
        assertThat(model.runningJobs().get()).isEqualTo(2);
        assertThat(model.critical().get()).isOne();
    }

    @Test
    void theDirectionNamesBothSitesAndTellsThatAMachineRunsThere() {
        assertThat(model.direction().get()).isEqualTo(new Direction("Frankfurt", "Munich", true));
    }

    @Test
    void whatMustNotBeForgottenStandsOverEverythingInTheLanguageOfThePerson() {
        assertThat(model.banners()).extracting(Banner::kind).containsExactly("over", "test");
        assertThat(model.banners().getFirst().text()).isEqualTo("file-05 is failed over and not committed.");
        stages.surroundings().texts().speak(Language.GERMAN);
        model.anew();
        assertThat(model.banners().getLast().text()).isEqualTo("Ein Test von web-02 läuft.");
    }

    @Test
    void bannersForWhichThereIsNoRoomAreShownOnDemand() {
        stages.later(Duration.ofSeconds(20));
        Fx.run(() -> {
            stages.deployment().live().look();
            var lines = new VBox();
            var banners = new Banners(lines, model, stages.get(ActionControls.class), stages.surroundings().texts());
            assertThat(lines.getChildren()).hasSize(2);
            ((Button) lines.lookup("#banner-more")).fire();
            assertThat(lines.getChildren()).hasSize(3);
            ((Button) lines.lookup("#banner-more")).fire();
            assertThat(lines.getChildren()).hasSize(2);
            assertThat(banners).isNotNull();
        });
    }

    @Test
    void whatListensToTheBannersHearsThemAsLongAsTheModelLives() {
        assertThat(model.banners()).isSameAs(model.banners());
    }

    @Test
    void whoHearsTheServerIsLive() {
        assertThat(model.freshness().get()).isEqualTo(Freshness.LIVE);
        assertThat(model.connection().get()).isEqualTo("Connected · 4 ms · live");
        assertThat(model.stale().get()).isFalse();
    }
}
