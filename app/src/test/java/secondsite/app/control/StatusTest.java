package secondsite.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.Ikon;

class StatusTest {

    @Test
    void everyStatusHasAShapeOfItsOwn() {
        assertThat(EnumSet.allOf(Status.class).stream().map(Status::icon).map(Ikon::getDescription).distinct())
                .hasSameSizeAs(Status.values());
    }

    @Test
    void oneCriticalMachineMakesAGroupCritical() {
        for (Status status : Status.values()) {
            assertThat(status.orWorse(Status.CRIT)).isEqualTo(Status.CRIT);
            assertThat(Status.CRIT.orWorse(status)).isEqualTo(Status.CRIT);
        }
    }

    @Test
    void silenceIsNotTakenForHealth() {
        assertThat(Status.OK.orWorse(Status.UNKNOWN)).isEqualTo(Status.UNKNOWN);
    }
}
