package secondsite.agent.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import secondsite.agent.capture.GapReason;
import secondsite.agent.freeze.Marks;
import secondsite.agent.freeze.WaitedTime;
import secondsite.agent.management.TimedPoints.Kind;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.AgentAssignment;
import secondsite.api.machine.AgentOrder.Verb;
import secondsite.api.machine.DiskAssignment;
import secondsite.api.machine.PointSettings;
import secondsite.engine.journal.MarkEntry;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.ship.MonotonicTime;

@Timeout(60)
class TimedPointsTest {

    private final PlayedDisk first = new PlayedDisk(1);
    private final PlayedDisk second = new PlayedDisk(2);
    private final List<PointMaker.Point> made = new ArrayList<>();
    private final WaitedTime time = new WaitedTime();
    private TimedPoints points = points(Map.of(Verb.APP_POINT, made::add));

    TimedPointsTest() throws IOException {}

    private TimedPoints points(Map<Verb, PointMaker> makers) {
        return new TimedPoints(List.of(first, second),
                new Points(new Marks(Duration.ofSeconds(5), MonotonicTime.SYSTEM)), makers, time);
    }

    @AfterEach
    void close() throws IOException {
        first.capture.close();
        second.capture.close();
    }

    private static AgentAssignment every(int crashSeconds, int appMinutes) {
        var disk = new DiskAssignment(new UUID(0, 1), URI.create("https://gateway:9443"), 1, true, true,
                true, true);
        return new AgentAssignment("digest", List.of(disk),
                new PointSettings(crashSeconds, appMinutes, List.of(), List.of(), 0, List.of(), 0), null, null);
    }

    @Test
    void aPointIsTheSameMarkOnAllDisksAndOnItsWay() throws Exception {
        points.make(Kind.CRASH);
        points.make(Kind.CRASH);
        assertThat(first.marks()).hasSize(2)
                .allSatisfy(mark -> assertThat(mark.kind()).isEqualTo(MarkKind.CRASH_CONSISTENT));
        assertThat(second.marks()).extracting(MarkEntry::id)
                .isEqualTo(first.marks().stream().map(MarkEntry::id).toList());
        assertThat(first.wakes).isEqualTo(2);
    }

    @Test
    void pointsAreMadeAsOftenAsIsSaid() throws Exception {
        var three = new CountDownLatch(3);
        var times = new ArrayList<Long>();
        points = points(Map.of(Verb.APP_POINT, _ -> {
            times.add(Duration.ofNanos(time.nanos()).minusDays(3).toMinutes());
            three.countDown();
        }));
        points.follow(every(0, 60));
        points.start();
        assertThat(three.await(30, TimeUnit.SECONDS)).isTrue();
        points.close();
        assertThat(times.subList(0, 3)).containsExactly(60L, 120L, 180L);
        assertThat(first.marks()).isEmpty();
    }

    @Test
    void aDiskThatWasFailedOverHasNoPointsAndThatIsNoProblem() throws Exception {
        second.capture.fence(2);
        points.make(Kind.CRASH);
        assertThat(first.marks()).hasSize(1);
        assertThat(second.marks()).isEmpty();
        first.capture.fence(2);
        points.make(Kind.CRASH);
        assertThat(first.marks()).hasSize(1);
        assertThat(points.problems()).isEmpty();
    }

    @Test
    void onlyProtectedDisksHavePoints() throws Exception {
        second.unprotect();
        points.make(Kind.CRASH);
        assertThat(first.marks()).hasSize(1);
        first.unprotect();
        points.make(Kind.CRASH);
        assertThat(points.problems()).isEmpty();
    }

    @Test
    void aPointThatCannotBeMadeIsAProblemUntilTheNextOneIs() throws Exception {
        points.follow(every(300, 0));
        second.capture.gap(GapReason.ORDERED, "", false);
        points.make(Kind.CRASH);
        assertThat(points.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.POINT_NOT_MADE);
            assertThat(problem.detail()).contains(second.id().toString()).contains("a comparison was ordered");
        });
        assertThat(first.marks()).isEmpty();
        points.make(Kind.APP);
        assertThat(points.problems()).hasSize(1);
        second.capture.resyncBegins();
        second.capture.resyncEnds();
        points.make(Kind.CRASH);
        assertThat(points.problems()).isEmpty();
        assertThat(first.marks()).hasSize(1);
    }

    @Test
    void anAgentThatCannotMakeThemSaysSoUntilNobodyWantsThem() throws Exception {
        points = points(Map.of());
        points.follow(every(0, 60));
        points.make(Kind.APP);
        points.make(Kind.GROUP);
        assertThat(points.problems()).extracting("code").containsExactlyInAnyOrder(ErrorCode.POINT_NOT_MADE,
                ErrorCode.GROUP_POINT_NOT_MADE);
        points.follow(every(300, 0));
        assertThat(points.problems()).isEmpty();
    }
}
