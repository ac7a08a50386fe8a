package secondsite.app.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Event.Severity;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.dialog.ToastLayer;
import secondsite.app.fx.Tasks;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.FabricatedDeployment;

/** What a person is told of who looks at something else. */
class NoticesTest {

    @TempDir
    private Path folder;
    private Stages stages;
    private ToastLayer layer;

    @BeforeEach
    void open() {
        stages = Fx.get(() -> new Stages(folder, Tasks.inOrder(), Role.VIEWER));
        Fx.run(() -> stages.deployment().filled());
        layer = Fx.get(() -> stages.get(ToastLayer.class));
    }

    private void happens(String type, Severity severity, ErrorCode code, String detail) {
        Fx.run(() -> stages.deployment().happens(new Event(1000, FabricatedDeployment.NOW, type, severity, "subject",
                "mail-02", code, detail, true)));
    }

    private String said() {
        return Fx.get(() -> layer.lookup("#toast-text") instanceof Label label ? label.getText() : "");
    }

    @Test
    void whatHappenedBeforeIsNoNewsAndALesserAlertIsNoneEither() {
        assertThat(said()).isEmpty();
        happens("alert.raised", Severity.WARNING, ErrorCode.CHURN_HIGH, "much");
        assertThat(said()).isEmpty();
    }

    @Test
    void aCriticalAlertIsToldAndLeadsToTheAlerts() {
        happens("alert.raised", Severity.CRITICAL, ErrorCode.RPO_EXCEEDED, "23 min");
        assertThat(said()).isEqualTo("mail-02: The newest recovery point is older than the policy allows.");
        Fx.run(() -> ((Button) layer.lookup("#toast-deed")).fire());
        assertThat(stages.get(Navigator.class).place().get()).isEqualTo(Place.of(Screen.ALERTS));
    }

    @Test
    void aJobThatFailedAndATestThatEndedAreToldButNotEveryJob() {
        happens("job.done", Severity.INFORMATION, null, "811 make-point: point");
        assertThat(said()).isEmpty();
        happens("job.failed", Severity.CRITICAL, null, "812 resync: compare DISK_GONE it is gone");
        assertThat(said()).isEqualTo("Resync of mail-02 failed.");
        happens("job.done", Severity.INFORMATION, null, "813 test-failover: probes");
        assertThat(said()).isEqualTo("Test failover of mail-02 is done.");
        Fx.run(() -> ((Button) layer.lookup("#toast-deed")).fire());
        assertThat(stages.get(Navigator.class).place().get()).isEqualTo(new Place(Screen.JOB, "813"));
    }

    @Test
    void whatSomebodyAsksBeforeAnInstallationIsReadWhereItWasAsked() {
        happens("job.failed", Severity.CRITICAL, null, "812 preflight-agent: preflight SUDO_REFUSED no sudo");
        assertThat(said()).isEmpty();
        happens("job.failed", Severity.CRITICAL, null, "813 install-agent: preflight SUDO_REFUSED no sudo");
        assertThat(said()).isEqualTo("Install agent of mail-02 failed.");
    }

    @Test
    void manyAtOnceAreToldTogetherUntilItIsQuietAgain() {
        for (int i = 0; i < 5; i++) {
            happens("job.failed", Severity.CRITICAL, null, "812 resync: compare");
        }
        assertThat(said()).isEqualTo("5 things happened within a minute.");
        stages.later(Duration.ofMinutes(2));
        happens("job.failed", Severity.CRITICAL, null, "812 resync: compare");
        assertThat(said()).isEqualTo("Resync of mail-02 failed.");
    }
}
