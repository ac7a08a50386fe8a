package secondsite.server.target.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.PointClient;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.api.point.Pin;
import secondsite.api.point.PinRequest;
import secondsite.api.point.PointList;
import secondsite.api.point.PointQuery;
import secondsite.api.policy.Retention;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/** The points of a disk as people are shown them, and pins, over real HTTPS. */
@Timeout(180)
class PointListTest {

    @TempDir
    private Path directory;

    private KeptStage kept;
    private PointClient client;

    @BeforeEach
    void start() throws Exception {
        kept = new KeptStage(directory);
    }

    @AfterEach
    void close() throws Exception {
        kept.close();
    }

    private void begin(Retention retention) throws Exception {
        kept.start(retention);
        client = kept.configurationServer();
    }

    private static PointQuery query(String kind, boolean newestFirst, Long after, int limit) {
        return new PointQuery(null, null, kind, newestFirst, after, limit);
    }

    @Test
    void pointsHaveTheirKindTheirSizePinAndDeletion() throws Exception {
        begin(KeptStage.LONG);
        kept.mark(MarkKind.APP_CONSISTENT, "quiet");
        kept.write(40);
        kept.mark(MarkKind.BOOKMARK, "before the update");
        kept.write(4);
        kept.mark(MarkKind.GROUP, "");
        kept.write(10);
        client.pin(kept.disk(), new PinRequest("20", "evidence", "anna"));
        client.pin(kept.disk(), new PinRequest("42", "both", "anna"));
        Deletion deletion = client.delete(kept.disk(), DeletionRequest.point(47, "anna", "why", "bert"));
        PointList list = client.points(kept.disk(), PointQuery.ALL);
        assertThat(list.next()).isNull();
        assertThat(list.points()).extracting(PointList.Point::kind).containsExactly("app-consistent", "pin",
                "bookmark", "group");
        assertThat(list.points()).extracting(PointList.Point::sequence).containsExactly(1L, 20L, 42L, 47L);
        assertThat(list.points()).extracting(PointList.Point::label).containsExactly("quiet", "evidence",
                "before the update", "");
        assertThat(list.points()).extracting(PointList.Point::pinned).containsExactly(false, true, true, false);
        assertThat(list.points()).extracting(PointList.Point::deletion).containsExactly(null, null, null,
                deletion.id());
        long between = list.points().get(1).sizeSince() + list.points().get(2).sizeSince();
        assertThat(between).as("forty records of half a block to sixteen").isBetween(40L * 200, 40L * 9000);
        assertThat(list.points().get(3).sizeSince()).isLessThan(between / 2);
        assertThat(client.points(kept.disk(), query("bookmark", false, null, 10)).points()).singleElement()
                .satisfies(point -> assertThat(point.sequence()).isEqualTo(42));
        Instant time = list.points().get(2).time();
        assertThat(client.points(kept.disk(), new PointQuery(time, time, null, false, null, 10)).points())
                .extracting(PointList.Point::sequence).containsExactly(42L);
    }

    @Test
    void tenThousandAreListedInParts() throws Exception {
        begin(KeptStage.LONG);
        for (int i = 0; i < 10_000; i++) {
            kept.sender().spool().append(List.of(new Record.Mark(
                    MarkKind.CRASH_CONSISTENT, new UUID(1, i), "point " + i)));
        }
        kept.sender().awaitTarget();
        for (boolean newestFirst : new boolean[]{false, true}) {
            List<String> labels = new ArrayList<>();
            Long after = null;
            do {
                PointList part = client.points(kept.disk(), query(null, newestFirst, after, 700));
                assertThat(part.points()).hasSizeLessThanOrEqualTo(700);
                part.points().forEach(point -> labels.add(point.label()));
                after = part.next();
            } while (after != null);
            assertThat(labels).hasSize(10_000);
            assertThat(labels.getFirst()).isEqualTo(newestFirst ? "point 9999" : "point 0");
            assertThat(labels).doesNotHaveDuplicates();
        }
        assertThat(client.points(kept.disk(), Instant.EPOCH, Instant.now().plusSeconds(60)).points())
                .hasSize(10_000);
    }

    @Test
    void whatIsNoQueryIsRefused() throws Exception {
        begin(KeptStage.LONG);
        for (PointQuery wrong : List.of(query("nonsense", false, null, 10), query(null, false, null, 1001),
                query(null, false, null, 0))) {
            KeptStage.refused(ProblemCode.BAD_REQUEST, () -> client.points(kept.disk(), wrong));
        }
    }

    @Test
    void aPinnedPointSurvivesRetentionUntilItIsLetGo() throws Exception {
        begin(new Retention(60, 24, 2));
        kept.write(10);
        Pin pin = client.pin(kept.disk(), new PinRequest("5", "evidence", "anna"));
        assertThat(pin.sequence()).isEqualTo(5);
        assertThat(client.pins(kept.disk())).containsExactly(pin);
        kept.pass(Duration.ofDays(1));
        kept.write(10);
        kept.pass(Duration.ofDays(6));
        assertThat(kept.recoverable(5)).isTrue();
        assertThat(kept.recoverable(4)).isFalse();
        kept.assertAsItWas(5);
        kept.assertAsItWas(20);
        kept.stage.stopTarget();
        kept.stage.startTarget();
        client = kept.configurationServer();
        assertThat(client.pins(kept.disk())).containsExactly(pin);
        client.unpin(kept.disk(), pin.id());
        KeptStage.refused(ProblemCode.NOT_FOUND, () -> client.unpin(kept.disk(), pin.id()));
        kept.pass(Duration.ofDays(1));
        assertThat(kept.recoverable(5)).isFalse();
        kept.assertAsItWas(20);
    }

    @Test
    void onlyWhatCanBeRecoveredIsPinned() throws Exception {
        begin(KeptStage.LONG);
        kept.write(5);
        KeptStage.refused(ProblemCode.NOT_RECOVERABLE,
                () -> client.pin(kept.disk(), new PinRequest("77", "label", "anna")));
        KeptStage.refused(ProblemCode.BAD_REQUEST,
                () -> client.pin(kept.disk(), new PinRequest("nonsense", "label", "anna")));
        KeptStage.refused(ProblemCode.BAD_REQUEST, () -> client.pin(kept.disk(), new PinRequest("3", "", "anna")));
        KeptStage.refused(ProblemCode.BAD_REQUEST,
                () -> client.pin(kept.disk(), new PinRequest("3", "label", "x".repeat(201))));
        assertThat(client.pin(kept.disk(), new PinRequest("latest", "label", "anna")).sequence()).isEqualTo(5);
    }
}
