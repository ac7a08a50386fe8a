package secondsite.agent.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import secondsite.agent.capture.GapReason;
import secondsite.agent.freeze.Marks;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.api.machine.PointSettings;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.ship.MonotonicTime;

class PointTimerTest {

    private final PlayedDisk first = new PlayedDisk(1);
    private final PlayedDisk second = new PlayedDisk(2);
    private final List<PointMaker.Point> made = new ArrayList<>();
    private final Later time = new Later();
    private PointTimer timer = timer(Map.of(Verb.APP_POINT, made::add));

    PointTimerTest() throws IOException {}

    /** Stands still until it is put forward. */
    private static final class Later implements MonotonicTime {

        private long now = Long.MAX_VALUE - 5;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public void sleep(long nanos) {
            now += nanos;
        }
    }

    private PointTimer timer(Map<Verb, PointMaker> makers) {
        return new PointTimer(List.of(first, second), new Points(new Marks(Duration.ofSeconds(5), time)), makers, time);
    }

    @AfterEach
    void close() throws IOException {
        first.capture.close();
        second.capture.close();
    }

    private void after(int seconds, PointSettings every) throws InterruptedException {
        time.sleep(TimeUnit.SECONDS.toNanos(seconds));
        timer.beat(new AgentAssignment("digest", List.of(), every, null, null));
    }

    private static PointSettings every(int crashSeconds, int appMinutes) {
        return new PointSettings(crashSeconds, appMinutes, List.of(), List.of(), 0, List.of(), 0);
    }

    @Test
    void aPointOfAllDisksIsMadeAtOnceAndThenWhenTheTimeHasPassed() throws Exception {
        after(0, every(300, 0));
        assertThat(first.marks()).hasSize(1);
        after(299, every(300, 0));
        assertThat(first.marks()).hasSize(1);
        after(1, every(300, 0));
        assertThat(first.marks()).hasSize(2);
        assertThat(second.marks()).extracting(mark -> mark.id())
                .isEqualTo(first.marks().stream().map(mark -> mark.id()).toList());
        assertThat(first.marks()).allSatisfy(
                mark -> assertThat(mark.kind()).isEqualTo(MarkKind.CRASH_CONSISTENT));
        assertThat(first.wakes).isEqualTo(2);
        assertThat(made).isEmpty();
    }

    @Test
    void onlyProtectedDisksHavePoints() throws Exception {
        second.unprotect();
        after(0, every(60, 0));
        assertThat(first.marks()).hasSize(1);
        first.unprotect();
        after(60, every(60, 0));
        assertThat(timer.problems()).isEmpty();
    }

    @Test
    void aPointThatCannotBeMadeIsAProblemAndTheNextTurnTriesAgain() throws Exception {
        second.capture.gap(GapReason.ORDERED, "", false);
        after(0, every(60, 0));
        assertThat(timer.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.POINT_NOT_MADE);
            assertThat(problem.detail()).contains(second.id().toString()).contains("a comparison was ordered");
        });
        assertThat(first.marks()).isEmpty();
        second.capture.resyncBegins();
        second.capture.resyncEnds();
        after(59, every(60, 0));
        assertThat(timer.problems()).hasSize(1);
        after(1, every(60, 0));
        assertThat(timer.problems()).isEmpty();
        assertThat(first.marks()).hasSize(1);
    }

    @Test
    void applicationConsistentPointsHaveATimeOfTheirOwn() throws Exception {
        after(0, every(0, 60));
        assertThat(made).singleElement().satisfies(point -> assertThat(point.disks()).hasSize(2));
        after(3599, every(0, 60));
        assertThat(made).hasSize(1);
        after(1, every(0, 60));
        assertThat(made).hasSize(2);
        assertThat(first.marks()).isEmpty();
    }

    @Test
    void anAgentThatCannotMakeThemSaysSo() throws Exception {
        timer = timer(Map.of());
        after(0, every(0, 60));
        assertThat(timer.problems()).singleElement().extracting("code").isEqualTo(ErrorCode.POINT_NOT_MADE);
        after(1, every(0, 0));
        assertThat(timer.problems()).isEmpty();
    }
}
