package secondsite.agent.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.GapReason;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.Scripts;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.PointSettings;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.ship.MonotonicTime;

/** Points with real scripts, where nothing is frozen; the drill freezes real file systems. */
@Timeout(60)
class AppPointsTest {

    private static final UUID POINT = new UUID(7, 7);

    private final SplitCapture first = open(1);
    private final SplitCapture second = open(2);
    private final AppPoints points = new AppPoints(new Scripts(), new FileSystems(List.of()), MonotonicTime.SYSTEM);

    @TempDir
    private Path folder;

    AppPointsTest() throws IOException {}

    private static SplitCapture open(int disk) throws IOException {
        var settings = new CaptureSettings(new JournalIdentity(new UUID(0, disk), 1 << 20), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        return new SplitDiskOpening(new MemoryDisk(1 << 20), SimulatedFolder.named("spool" + disk),
                SimulatedFolder.named("beside" + disk), settings, InstantSource.system()).open();
    }

    @AfterEach
    void close() throws IOException {
        first.close();
        second.close();
    }

    private List<String> says(String word, String then) {
        return List.of("sh", "-c", "echo " + word + " >>\"$1\"; " + then, "script", log().toString());
    }

    private Path log() {
        return folder.resolve("log");
    }

    private static PointSettings settings(List<String> pre, List<String> post, String... freeze) {
        return new PointSettings(0, 0, pre, post, 1, List.of(freeze), 1000);
    }

    private AppPoint make(PointSettings settings) throws InterruptedException {
        return points.make(settings, POINT, "nightly", List.of(first, second));
    }

    private void assertNoMark() {
        assertThat(first.spool().lastSequence()).isZero();
        assertThat(second.spool().lastSequence()).isZero();
    }

    @Test
    void betweenTheScriptsTheMarkIsOnAllDisksAndDurable() throws Exception {
        first.served().write(ByteBuffer.allocate(512), 0);
        AppPoint point = make(settings(says("pre", "true"), says("post", "true")));
        assertThat(point.problems()).isEmpty();
        assertThat(point.made()).isTrue();
        assertThat(point.id()).isEqualTo(POINT);
        assertThat(point.sequences()).containsEntry(new UUID(0, 1), 2L).containsEntry(new UUID(0, 2), 1L);
        assertThat(first.spool().journal().durableSequence()).isEqualTo(2);
        assertThat(Files.readAllLines(log())).containsExactly("pre", "post");
    }

    @Test
    void whenTheScriptBeforeFailsNoPointIsMadeAndTheScriptAfterIsRun() throws Exception {
        AppPoint point = make(settings(says("pre", "echo no answer; exit 3"), says("post", "true")));
        assertThat(point.made()).isFalse();
        assertThat(point.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(ErrorCode.SCRIPT_FAILED);
            assertThat(problem.detail()).contains("before the point").contains("ended with 3 and said: no answer");
        });
        assertThat(Files.readAllLines(log())).containsExactly("pre", "post");
        assertNoMark();
    }

    @Test
    void aScriptThatHangsIsKilledAndNoPointIsMade() throws Exception {
        AppPoint point = make(settings(says("pre", "sleep 600"), says("post", "true")));
        assertThat(point.made()).isFalse();
        assertThat(point.problems().getFirst().detail()).contains("it had not ended after 1 s");
        assertThat(Files.readAllLines(log())).containsExactly("pre", "post");
        assertNoMark();
    }

    @Test
    void aPointWhoseScriptAfterFailedIsAPointAndTheFailureIsTold() throws Exception {
        AppPoint point = make(settings(List.of(), says("post", "exit 1")));
        assertThat(point.made()).isTrue();
        assertThat(point.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.SCRIPT_FAILED));
    }

    @Test
    void aFileSystemThatIsNotThereMakesNoPointAndTheScriptAfterIsRun() throws Exception {
        AppPoint point = make(settings(says("pre", "true"), says("post", "true"), folder.toString()));
        assertThat(point.made()).isFalse();
        assertThat(point.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.FREEZE_FAILED));
        assertThat(Files.readAllLines(log())).containsExactly("pre", "post");
        assertNoMark();
    }

    @Test
    void whenOneDiskCannotTakeAMarkTheScriptAfterIsRun() throws Exception {
        second.gap(GapReason.ORDERED, "", false);
        AppPoint point = make(settings(says("pre", "true"), says("post", "true")));
        assertThat(point.made()).isFalse();
        assertThat(point.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.POINT_NOT_MADE));
        assertThat(Files.readAllLines(log())).containsExactly("pre", "post");
        assertThat(first.spool().lastSequence()).isZero();
    }

    @Test
    void whereNothingIsQuietedNoPointSaysThatItWas() throws Exception {
        AppPoint point = make(settings(List.of(), List.of()));
        assertThat(point.made()).isFalse();
        assertThat(point.problems()).singleElement()
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.POINT_NOT_MADE));
        assertNoMark();
    }

    @Test
    void aPointThatIsBrokenOffRunsTheScriptAfter() throws Exception {
        var failure = new AtomicReference<Throwable>();
        Thread making = Thread.ofPlatform().start(() -> {
            try {
                points.make(new PointSettings(0, 0, says("pre", "sleep 600"), says("post", "true"), 600, List.of(), 0),
                        POINT, "", List.of(first));
            } catch (Throwable e) {
                failure.set(e);
            }
        });
        while (!Files.exists(log())) {
            Thread.onSpinWait();
        }
        making.interrupt();
        making.join();
        assertThat(failure.get()).isInstanceOf(InterruptedException.class);
        assertThat(Files.readAllLines(log())).containsExactly("pre", "post");
        assertThat(first.spool().lastSequence()).isZero();
    }

    @Test
    void aDiskThatIsBusyIsNotWaitedForBeyondTheHold() throws Exception {
        var impatient = new Marks(Duration.ofMillis(20), MonotonicTime.SYSTEM);
        var outcome = new AtomicReference<Throwable>();
        try (var hold = first.hold(Duration.ofSeconds(5)).orElseThrow()) {
            assertThat(hold).isNotNull();
            Thread other = Thread.ofPlatform().start(() -> {
                try {
                    impatient.place(List.of(first), null, () -> {
                        throw new AssertionError("asked before all are held");
                    });
                } catch (Throwable e) {
                    outcome.set(e);
                }
            });
            other.join();
        }
        assertThat(outcome.get()).isInstanceOf(IOException.class);
    }
}
