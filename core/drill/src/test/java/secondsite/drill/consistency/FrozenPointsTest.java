package secondsite.drill.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.CaptureSettings;
import secondsite.agent.capture.SplitCapture;
import secondsite.agent.capture.SplitDiskOpening;
import secondsite.agent.capture.SpoolLimits;
import secondsite.agent.freeze.AppPoint;
import secondsite.agent.freeze.AppPoints;
import secondsite.agent.freeze.Marks;
import secondsite.agent.os.FileSystems;
import secondsite.agent.os.Frozen;
import secondsite.agent.os.Scripts;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.PointSettings;
import secondsite.drill.crash.KeptDisk;
import secondsite.drill.crash.ProtectedGuest;
import secondsite.drill.crash.Recording;
import secondsite.drill.crash.RisingClock;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Program;
import secondsite.drill.tools.Shell;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.engine.ship.MonotonicTime;

/** The kernel's ext4 over NBD over a split disk, frozen for points, by an agent that is killed, and for too long. */
@Timeout(300)
class FrozenPointsTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final RisingClock clock = new RisingClock();
    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    Path folder;

    private ProtectedGuest guest;
    private AppPoints points;

    @BeforeEach
    void mount() throws IOException {
        assumeThat(Shell.run("id", "-u")).as("to mount a guest's disk one must be root").isEqualTo("0");
        guest = new ProtectedGuest(Files.createDirectory(folder.resolve("guest")), clock, cleanUp);
        points = new AppPoints(new Scripts(), new FileSystems(List.of(folder)), MonotonicTime.SYSTEM);
    }

    @AfterEach
    void unmount() {
        cleanUp.close();
    }

    private PointSettings settings(int freezeMillis, List<String> pre, List<String> post) {
        return new PointSettings(0, 0, pre, post, 10, List.of(guest.files().toString()), freezeMillis);
    }

    private List<String> touches(String name) {
        return List.of("touch", guest.files().resolve(name).toString());
    }

    private boolean isFrozen() {
        Shell.Result again = Shell.attempt("fsfreeze", "--freeze", guest.files().toString());
        if (again.fine()) {
            Shell.run("fsfreeze", "--unfreeze", guest.files().toString());
        }
        return !again.fine();
    }

    /** A write to a file system that stays frozen would wait for ever, so it is not this program that tries. */
    private void assertIsThawedSoon() {
        var touch = new Program("touch", folder.resolve("touch.log"), touches("thawed"), cleanUp);
        touch.start();
        Patience.until("the file system can be written", SOON, () -> Files.exists(guest.files().resolve("thawed")));
    }

    @Test
    void aPointIsCleanWithoutItsJournalWhereCrashConsistentOnesNeedIt() throws Exception {
        var stop = new AtomicBoolean();
        var written = new AtomicInteger();
        var failure = new AtomicReference<Throwable>();
        Thread load = Thread.ofPlatform().start(() -> write(stop, written, failure));
        List<Capture> disks = List.of(guest.capture());
        var crash = new ArrayList<Long>();
        var app = new ArrayList<Long>();
        for (int i = 0; i < 5; i++) {
            int before = written.get();
            Patience.until("the guest writes", SOON, () -> written.get() >= before + 20 || !load.isAlive());
            crash.addAll(new Marks(SOON, MonotonicTime.SYSTEM).place(disks,
                    new Record.Mark(MarkKind.CRASH_CONSISTENT, new UUID(1, i), "")).values());
            AppPoint point = points.make(settings(20_000, touches("pre" + i), touches("post" + i)), new UUID(2, i), "",
                    disks);
            assertThat(point.problems()).isEmpty();
            app.addAll(point.sequences().values());
        }
        stop.set(true);
        load.join();
        assertThat(failure.get()).isNull();
        judge(guest.crash(), crash, app);
    }

    private void write(AtomicBoolean stop, AtomicInteger written, AtomicReference<Throwable> failure) {
        var random = new Random(4);
        try {
            while (!stop.get()) {
                Path file = guest.files().resolve("file-" + random.nextInt(40));
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
                    channel.write(ByteBuffer.allocate(random.nextInt(60_000)));
                    if (random.nextInt(3) == 0) {
                        channel.force(true);
                    }
                }
                written.incrementAndGet();
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void judge(Recording recording, List<Long> crash, List<Long> app) throws Exception {
        try (var kept = new KeptDisk(recording, Files.createDirectory(folder.resolve("kept")), clock)) {
            for (long sequence : crash) {
                assertThat(needsRecovery(copy(kept, sequence))).as("crash-consistent point %d", sequence).isTrue();
            }
            for (int i = 0; i < app.size(); i++) {
                Path image = copy(kept, app.get(i));
                assertThat(needsRecovery(image)).as("application-consistent point %d", app.get(i)).isFalse();
                assertThat(Shell.attempt("e2fsck", "-fn", image.toString()))
                        .satisfies(check -> assertThat(check.fine()).as(check.output()).isTrue());
                String names = Shell.run("debugfs", "-R", "ls -p /", image.toString());
                assertThat(names).contains("/pre" + i + "/").doesNotContain("/post" + i + "/");
            }
        }
    }

    private Path copy(KeptDisk kept, long sequence) throws Exception {
        Path image = folder.resolve("point-" + sequence);
        kept.serve(sequence, uri -> Shell.run("nbdcopy", uri, image.toString()));
        return image;
    }

    private static boolean needsRecovery(Path image) {
        return Shell.run("dumpe2fs", "-h", image.toString()).contains("needs_recovery");
    }

    @Test
    void anAgentThatIsKilledLeavesNothingFrozen() throws Exception {
        Program agent = freezeElsewhere(Duration.ofMinutes(10));
        agent.kill();
        assertIsThawedSoon();
    }

    @Test
    void norDoesOneThatStandsStill() throws Exception {
        Program agent = freezeElsewhere(Duration.ofSeconds(10));
        agent.signal("STOP");
        assertIsThawedSoon();
        agent.signal("CONT");
    }

    /** Another process has it frozen on return. */
    private Program freezeElsewhere(Duration limit) {
        Path log = folder.resolve("agent.log");
        var agent = new Program("agent", log, FreezingProgram.command(guest.files(), limit), cleanUp);
        agent.start();
        Patience.until("the agent has frozen the file system", SOON, () -> agent.running() && said(log, "frozen"));
        assertThat(isFrozen()).isTrue();
        return agent;
    }

    private static boolean said(Path log, String word) {
        try {
            return Files.exists(log) && Files.readString(log).contains(word);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whateverItsOwnerDoesAFileSystemIsThawedWhenItsTimeIsOver() throws Exception {
        try (Frozen frozen = new FileSystems(List.of()).freeze(List.of(guest.files().toString()),
                Duration.ofSeconds(1))) {
            assertThat(isFrozen()).isTrue();
            assertIsThawedSoon();
            assertThatThrownBy(frozen::check).isInstanceOf(FileSystems.FreezeException.class)
                    .hasMessageContaining("1000 ms were over");
        }
    }

    @Test
    void aMarkThatCannotBePlacedInTimeIsNotPlacedAndTheFileSystemIsThawed() throws Exception {
        SplitCapture busy = another();
        var release = new CountDownLatch(1);
        Thread holder = hold(busy, release);
        AppPoint point = points.make(settings(500, List.of(), touches("post")), new UUID(3, 1), "",
                List.of(guest.capture(), busy));
        assertThat(point.made()).isFalse();
        assertThat(point.problems()).isNotEmpty();
        assertThat(guest.files().resolve("post")).exists();
        assertIsThawedSoon();
        release.countDown();
        holder.join();
        assertThat(busy.spool().lastSequence()).isZero();
    }

    /** The flush of the freeze comes to the disk that is held: a freeze after a hold is what must never be. */
    @Test
    void aFreezeThatHasToWaitForTooLongIsGivenUpAndUndoneWhenItComes() throws Exception {
        Files.write(guest.files().resolve("not-yet-on-the-disk"), new byte[100_000]);
        var release = new CountDownLatch(1);
        Thread holder = hold(guest.capture(), release);
        AppPoint point = points.make(settings(500, List.of(), List.of("true")), new UUID(3, 2), "",
                List.of(guest.capture()));
        assertThat(point.made()).isFalse();
        assertThat(point.problems().getFirst().code()).isEqualTo(ErrorCode.FREEZE_FAILED);
        assertThat(point.problems().getFirst().detail()).contains("was not frozen in time");
        release.countDown();
        holder.join();
        assertIsThawedSoon();
        assertThat(isFrozen()).isFalse();
    }

    @Test
    void aFileSystemThatSomebodyElseHasFrozenIsNotThawed() throws Exception {
        Shell.run("fsfreeze", "--freeze", guest.files().toString());
        try {
            AppPoint point = points.make(settings(5000, List.of(), List.of()), new UUID(3, 3), "",
                    List.of(guest.capture()));
            assertThat(point.made()).isFalse();
            assertThat(point.problems()).singleElement()
                    .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.FREEZE_FAILED));
            assertThat(isFrozen()).isTrue();
        } finally {
            Shell.run("fsfreeze", "--unfreeze", guest.files().toString());
        }
    }

    private static SplitCapture another() throws IOException {
        var settings = new CaptureSettings(new JournalIdentity(new UUID(8, 8), 1 << 20), 1, new UUID(3, 4),
                new SpoolLimits(1 << 30, 0));
        return new SplitDiskOpening(new MemoryDisk(1 << 20), SimulatedFolder.named("spool"),
                SimulatedFolder.named("beside"), settings, InstantSource.system()).open();
    }

    /** Some other thread lets no write pass until it is told to. */
    private static Thread hold(SplitCapture disk, CountDownLatch release) throws InterruptedException {
        var holds = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform().start(() -> {
            try (var hold = disk.hold(SOON).orElseThrow()) {
                assertThat(hold).isNotNull();
                holds.countDown();
                release.await();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        holds.await();
        return holder;
    }
}
