package secondsite.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import secondsite.api.ProblemCode;
import secondsite.engine.file.Folder;
import secondsite.engine.file.SimulatedFolder;
import secondsite.engine.journal.JournalIdentity;
import secondsite.engine.journal.JournalSettings;
import secondsite.engine.segment.BatchPacker;
import secondsite.engine.segment.Record;
import secondsite.engine.segment.SequencedRecord;
import secondsite.engine.ship.Answer;
import secondsite.engine.ship.Bandwidth;
import secondsite.engine.ship.MonotonicTime;
import secondsite.engine.ship.Position;
import secondsite.engine.ship.Receiver;
import secondsite.engine.ship.ShippingSettings;
import secondsite.engine.ship.ShippingState;
import secondsite.engine.ship.Slice;
import secondsite.server.web.ProblemException;

/** A cache on a device that cannot be read for a while. */
class GatewayDiskTest {

    private static final JournalIdentity DISK = new JournalIdentity(new UUID(5, 6), 1 << 20);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Time passes when the test says so; waits are real ones. */
    private static final class SetTime implements MonotonicTime {

        private volatile long nanos = 1;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleep(long forNanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(forNanos);
        }

        void pass(Duration some) {
            nanos += some.toNanos();
        }
    }

    private static final class Target implements Receiver {

        private volatile long last;
        private volatile boolean away;

        @Override
        public Answer send(Slice slice) {
            if (away) {
                return new Answer.Unavailable("away");
            }
            last = slice.lastSequence();
            return position();
        }

        @Override
        public Answer position() {
            return new Answer.Accepted(new Position(1, last, last));
        }
    }

    private final SetTime time = new SetTime();
    private final Target target = new Target();
    private final AtomicInteger refusedReads = new AtomicInteger();
    private volatile boolean unreadable;
    private final GatewayDisk disk = new GatewayDisk(
            new CacheFolder(readable(SimulatedFolder.named("cache")), DISK, new JournalSettings(4 << 20),
                    InstantSource.system()),
            target,
            new CacheOfDisk.Surroundings(new Bandwidth(0), ShippingSettings.DEFAULTS.unpacked(),
                    InstantSource.system(), time, new Random(1)),
            new GatewayDisk.CacheLimits(1 << 20, 0));

    @AfterEach
    void close() {
        disk.close();
    }

    private Folder readable(Folder folder) {
        return (Folder) Proxy.newProxyInstance(Folder.class.getClassLoader(), new Class<?>[]{Folder.class},
                (_, method, arguments) -> {
                    if (unreadable && method.getName().equals("openReadOnly")) {
                        refusedReads.incrementAndGet();
                        throw new IOException(folder.place() + ": Input/output error");
                    }
                    try {
                        return method.invoke(folder, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static Slice slice(long sequence) throws IOException {
        return slice(sequence, 512);
    }

    private static Slice slice(long sequence, int bytes) throws IOException {
        var write = new Record.Write(0, ByteBuffer.wrap(new byte[bytes]), false);
        return new Slice(DISK.disk(), 1, List.of(new BatchPacker(1 << 20, false).pack(DISK.diskTag(), 1,
                List.of(new SequencedRecord(sequence, sequence, write)))));
    }

    private boolean failed() {
        return disk.progress().filter(now -> !(now.state() instanceof ShippingState.SourceFailed)).isEmpty();
    }

    private static void await(String what, BooleanSupplier wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    /** Asks until the cache is left alone. @return how often it was opened anew before */
    private int askUntilRefused() throws Exception {
        for (int asked = 0; asked < 20; asked++) {
            await("the cache fails", this::failed);
            try {
                disk.position();
            } catch (ProblemException e) {
                assertThat(e.problem().code()).isEqualTo(ProblemCode.UNAVAILABLE);
                assertThat(e.problem().retryAfterSeconds()).isPositive();
                assertThat(e).hasMessageContaining("Input/output error").hasMessageContaining("cache")
                        .hasMessageContaining("look after the device");
                return asked;
            } catch (IOException notEvenOpened) {
                assertThat(notEvenOpened).hasMessageContaining("Input/output error");
            }
        }
        throw new AssertionError("it was opened again and again");
    }

    @Test
    void aCacheThatCannotBeReadIsNotOpenedAgainAndAgain() throws Exception {
        unreadable = true;
        assertThat(disk.take(slice(1))).isInstanceOf(Answer.Accepted.class);
        assertThat(askUntilRefused()).isEqualTo(1);
        int before = refusedReads.get();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(disk::position).isInstanceOf(ProblemException.class);
        }
        assertThat(refusedReads.get()).isEqualTo(before);
        time.pass(Duration.ofSeconds(4));
        assertThat(askUntilRefused()).isEqualTo(1);
    }

    @Test
    void whatWasTakenGoesOnOnceItCanBeReadAgain() throws Exception {
        unreadable = true;
        assertThat(disk.take(slice(1))).isInstanceOf(Answer.Accepted.class);
        askUntilRefused();
        unreadable = false;
        time.pass(Duration.ofMinutes(1));
        assertThat(disk.take(slice(2))).isInstanceOf(Answer.Accepted.class);
        await("the target has everything", () -> target.last == 2);
    }

    private boolean taken(Slice slice) {
        try {
            return disk.take(slice) instanceof Answer.Accepted;
        } catch (ProblemException busy) {
            assertThat(busy.problem().code()).isEqualTo(ProblemCode.BUSY);
            return false;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Also the segment that was read last is given back. */
    @Test
    void aCacheThatIsFullOfWhatTheTargetHasTakesMore() throws Exception {
        for (int i = 1; i <= 5; i++) {
            Slice next = slice(i, 600 << 10);
            await("slice " + i + " is taken", () -> taken(next));
        }
        await("the target has everything", () -> target.last == 5);
    }

    /** What is written over saves the system work, but the limit is for all that the cache takes. */
    @Test
    void filesToBeWrittenOverYieldToWhatIsTaken() throws Exception {
        var limits = new GatewayDisk.CacheLimits(8 << 20, 0);
        Folder folder = SimulatedFolder.named("spares");
        try (var spared = new GatewayDisk(
                new CacheFolder(folder, DISK, limits.journal(256 << 10), InstantSource.system()), target,
                new CacheOfDisk.Surroundings(new Bandwidth(0), ShippingSettings.DEFAULTS.unpacked(),
                        InstantSource.system(), time, new Random(1)),
                limits)) {
            for (int i = 1; i <= 20; i++) {
                spared.take(slice(i, 200 << 10));
            }
            await("files wait to be written over", () -> count(folder, ".spare") > 0);
            target.away = true;
            assertThatThrownBy(() -> {
                for (int i = 21; i < 100; i++) {
                    spared.take(slice(i, 200 << 10));
                }
            }).isInstanceOf(ProblemException.class).hasMessageContaining("full");
            assertThat(count(folder, ".spare")).isZero();
            assertThat(spared.bytes()).isBetween(7L << 20, 8L << 20);
        }
    }

    private static long count(Folder folder, String ending) {
        try {
            return folder.names().stream().filter(name -> name.endsWith(ending)).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void pausesGrowToAMinuteAndAreForgottenWhenAllIsWell() {
        var pause = new ReopeningPause(time);
        assertThat(pause.secondsLeft()).isZero();
        for (int seconds : new int[]{1, 2, 4, 8, 16, 32, 60, 60}) {
            pause.failed("broken");
            assertThat(pause.secondsLeft()).isEqualTo(seconds);
            time.pass(Duration.ofSeconds(seconds));
            assertThat(pause.secondsLeft()).isZero();
        }
        time.pass(Duration.ofMinutes(6));
        pause.failed("broken");
        assertThat(pause.secondsLeft()).isEqualTo(1);
    }
}
