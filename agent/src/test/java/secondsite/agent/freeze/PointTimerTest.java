package secondsite.agent.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PointTimerTest {

    private final BlockingQueue<Long> made = new LinkedBlockingQueue<>();
    private final WaitedTime time = new WaitedTime();

    private List<Long> minutes(int count) throws InterruptedException {
        var minutes = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            minutes.add(Duration.ofNanos(made.take()).toMinutes());
        }
        return minutes;
    }

    private void make(Duration taking) throws InterruptedException {
        made.add(time.nanos() - WaitedTime.BEGIN.toNanos());
        time.sleep(taking.toNanos());
    }

    @Test
    void theFirstPointIsMadeAfterAnIntervalAndThenOneEachInterval() throws Exception {
        try (var timer = new PointTimer("points", time, () -> make(Duration.ZERO))) {
            timer.every(Duration.ofMinutes(60));
            timer.start();
            assertThat(minutes(3)).containsExactly(60L, 120L, 180L);
        }
    }

    @Test
    void aPointThatTakesLongerThanTheIntervalIsFollowedByOneAndNotByAll() throws Exception {
        var lengths = new LinkedBlockingQueue<>(List.of(Duration.ofMinutes(250), Duration.ZERO, Duration.ZERO));
        try (var timer = new PointTimer("points", time, () -> make(lengths.take()))) {
            timer.every(Duration.ofMinutes(60));
            timer.start();
            assertThat(minutes(3)).containsExactly(60L, 310L, 370L);
        }
    }

    @Test
    void onePointThatFailsIsNotTheLast() throws Exception {
        try (var timer = new PointTimer("points", time, () -> {
            make(Duration.ZERO);
            throw new IllegalStateException("for a test");
        })) {
            timer.every(Duration.ofMinutes(5));
            timer.start();
            assertThat(minutes(2)).containsExactly(5L, 10L);
        }
    }

    @Test
    void theEndBreaksOffWhatIsBeingMade() throws Exception {
        var broken = new LinkedBlockingQueue<String>();
        var timer = new PointTimer("points", time, () -> {
            make(Duration.ZERO);
            try {
                new LinkedBlockingQueue<String>().take();
            } catch (InterruptedException e) {
                broken.add("broken off");
                throw e;
            }
        });
        timer.every(Duration.ofMinutes(5));
        timer.start();
        minutes(1);
        timer.close();
        assertThat(broken).containsExactly("broken off");
    }

    @Test
    void withoutAnIntervalNothingIsMade() throws Exception {
        try (var timer = new PointTimer("points", time, () -> make(Duration.ZERO))) {
            timer.every(Duration.ofMinutes(5));
            timer.every(Duration.ZERO);
            timer.start();
            timer.every(Duration.ofMinutes(7));
            assertThat(minutes(1)).containsExactly(7L);
        }
    }
}
