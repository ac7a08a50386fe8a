package secondsite.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import secondsite.api.replication.HealthSummary;

/** The deployment as it was told. */
class LiveModelTest {

    private final LiveModel model = new LiveModel(new Hearing(InstantSource.system()));

    private static HealthSummary health(long millis, double rpo) {
        HealthSummary.Levels none = new HealthSummary.Levels(0, 0, 0, 0);
        return new HealthSummary(FabricatedDeployment.NOW.plusMillis(millis), none, 0, none, rpo, null, null, 0, 0, 0,
                0, 0);
    }

    @Test
    void howeverOftenHealthIsToldCurvesGetASampleEveryFewSeconds() {
        for (int i = 0; i < 600; i++) {
            model.health(health(i * 100, i), 1);
        }
        assertThat(model.health().get().worstRpoSeconds()).isEqualTo(599);
        assertThat(model.samples()).hasSize(15);
        assertThat(model.samplesTaken().get()).isEqualTo(15);
        for (int i = 1; i < 15; i++) {
            assertThat(Duration.between(model.samples().get(i - 1).time(), model.samples().get(i).time()))
                    .isEqualTo(Duration.ofSeconds(4));
        }
    }
}
