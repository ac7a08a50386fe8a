package secondsite.server.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import secondsite.engine.file.SimulatedFolder;

class ClockGuardTest {

    private final SimulatedFolder folder = SimulatedFolder.named("target");
    private Instant wall = Instant.parse("2026-11-20T12:00:00Z");
    private long nanos = 99;
    private ClockGuard guard;

    @BeforeEach
    void start() throws IOException {
        guard = new ClockGuard(folder, () -> wall, () -> nanos);
    }

    @Test
    void trustsAClockThatGoesOn() throws IOException {
        for (int i = 0; i < 24 * 60; i++) {
            pass(Duration.ofMinutes(1));
            assertThat(guard.check()).isEmpty();
        }
    }

    @Test
    void doubtsAJumpOfMonthsEitherWayUntilAPersonConfirms() throws IOException {
        for (Duration jump : new Duration[]{Duration.ofDays(30), Duration.ofDays(-30), Duration.ofMinutes(6)}) {
            wall = wall.plus(jump);
            assertThat(guard.check()).isPresent();
            pass(Duration.ofHours(1));
            assertThat(guard.check()).isPresent();
            guard.confirm("anna");
            assertThat(guard.check()).isEmpty();
        }
    }

    @Test
    void manySmallJumpsAreAJump() throws IOException {
        boolean doubted = false;
        for (int i = 0; i < 10; i++) {
            pass(Duration.ofMinutes(1));
            wall = wall.plus(Duration.ofMinutes(1));
            doubted |= guard.check().isPresent();
        }
        assertThat(doubted).isTrue();
    }

    @Test
    void aClockThatDriftsAThousandthIsTrusted() throws IOException {
        for (int i = 0; i < 30; i++) {
            pass(Duration.ofDays(1));
            wall = wall.plus(Duration.ofSeconds(60));
            assertThat(guard.check()).isEmpty();
        }
    }

    @Test
    void overARestartItMayGoOnADayAndNeverBack() throws IOException {
        restartAfter(Duration.ofHours(20));
        assertThat(guard.check()).isEmpty();
        restartAfter(Duration.ofHours(-1));
        assertThat(guard.check()).isPresent();
        guard.confirm("anna");
        restartAfter(Duration.ofDays(2));
        assertThat(guard.check()).hasValueSatisfying(why -> assertThat(why).contains("while this server was down"));
    }

    @Test
    void theDoubtOutlivesTheProcess() throws IOException {
        wall = wall.plus(Duration.ofDays(30));
        assertThat(guard.check()).isPresent();
        restartAfter(Duration.ofSeconds(5));
        assertThat(guard.check()).isPresent();
        guard.confirm("anna");
        restartAfter(Duration.ofSeconds(5));
        assertThat(guard.check()).isEmpty();
    }

    @Test
    void sinceWhenItDoubtsIsKnownOverARestart() throws IOException {
        assertThat(guard.doubtedSince()).isEmpty();
        wall = wall.plus(Duration.ofDays(30));
        assertThat(guard.check()).isPresent();
        Instant noticed = wall;
        pass(Duration.ofHours(2));
        assertThat(guard.check()).isPresent();
        assertThat(guard.doubtedSince()).contains(noticed);
        restartAfter(Duration.ofSeconds(5));
        assertThat(guard.doubtedSince()).contains(noticed);
        guard.confirm("anna");
        assertThat(guard.doubtedSince()).isEmpty();
    }

    @Test
    void aDamagedMemoryIsADoubt() throws IOException {
        byte[] bytes = Files.read(folder, ClockGuard.NAME);
        bytes[30] ^= 1;
        Files.write(folder, ClockGuard.NAME, bytes);
        start();
        assertThat(guard.check()).hasValueSatisfying(why -> assertThat(why).contains("damaged"));
    }

    private void pass(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    private void restartAfter(Duration time) throws IOException {
        wall = wall.plus(time);
        nanos = 5;
        start();
    }
}
