package secondsite.drill.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.capture.Capture;
import secondsite.agent.capture.Hold;
import secondsite.agent.freeze.group.GroupPoint;
import secondsite.drill.spine.CaptureLayer;
import secondsite.engine.nbd.NbdClient;
import secondsite.engine.nbd.NbdClient.Command;
import secondsite.engine.segment.Record;

/**
 * Two machines with real split disks, NBD clients and TLS between their agents: a program writes a number to the disk of the first, flushes,
 * and then writes it to the second's. In every group point the second has as much as the first, or one less.
 */
class GroupPointsTest {

    private static final int HOLD_MILLIS = 5000;

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    @TempDir
    Path folder;

    /** Takes a while to place a mark, now and then. */
    private static final class SlowToMark extends CaptureLayer {

        private final Random random = new Random(6);

        SlowToMark(Capture below) {
            super(below);
        }

        @Override
        public long mark(Record.Mark mark) throws IOException {
            if (random.nextInt(8) == 0) {
                pause();
            }
            return below.mark(mark);
        }

        private static void pause() {
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** Says that no write passes, and lets them all pass. */
    private static class HeldByNobody extends CaptureLayer {

        HeldByNobody(Capture below) {
            super(below);
        }

        @Override
        public Optional<Hold> hold(Duration atMost) {
            return Optional.of(() -> {
            });
        }
    }

    /** The same, and marks when two more numbers have passed. */
    private final class MarkedLate extends HeldByNobody {

        MarkedLate(Capture below) {
            super(below);
        }

        @Override
        public long mark(Record.Mark mark) throws IOException {
            int before = number.get();
            while (number.get() < before + 2 && failure.get() == null) {
                Thread.onSpinWait();
            }
            return below.mark(mark);
        }
    }

    @Test
    @Timeout(120)
    void noPointOfAThousandBreaksTheOrderOfWrites() throws Exception {
        Result result = run(1000, UnaryOperator.identity(), SlowToMark::new);
        assertThat(result.points()).isEqualTo(1000);
        assertThat(result.broken()).isZero();
        assertThat(result.numbers()).as("different states that were seen").isGreaterThan(100);
    }

    @Test
    @Tag("long")
    @Timeout(1800)
    void norDoesOneOfTwentyThousand() throws Exception {
        Result result = run(20_000, UnaryOperator.identity(), SlowToMark::new);
        assertThat(result.points()).isEqualTo(20_000);
        assertThat(result.broken()).isZero();
    }

    /** The test, tested. */
    @Test
    @Timeout(120)
    void withoutAHoldTheOrderIsBroken() throws Exception {
        assertThat(run(20, HeldByNobody::new, MarkedLate::new).broken()).isPositive();
    }

    private record Result(int points, int broken, long numbers) {}

    private Result run(int count, UnaryOperator<Capture> ofFirst, UnaryOperator<Capture> ofSecond) throws Exception {
        var certificates = new Certificates();
        try (var first = new GroupMachine(folder, "first", certificates.agent("first"), ofFirst);
                var second = new GroupMachine(folder, "second", certificates.agent("second"), ofSecond)) {
            GroupMachine.group(HOLD_MILLIS, first, second);
            Thread program = Thread.ofPlatform().start(() -> write(first, second));
            for (int i = 0; i < count && failure.get() == null; i++) {
                int before = number.get();
                GroupPoint point = first.barrier().make(new UUID(5, i), "");
                assertThat(point.problem()).isEmpty();
                while (number.get() == before && program.isAlive()) {
                    Thread.onSpinWait();
                }
            }
            stop.set(true);
            program.join();
            assertThat(failure.get()).isNull();
            return judge(first.numbersAtMarks(), second.numbersAtMarks());
        }
    }

    private static Result judge(Map<UUID, Integer> first, Map<UUID, Integer> second) {
        assertThat(first.keySet()).isEqualTo(second.keySet());
        int broken = 0;
        for (UUID point : first.keySet()) {
            int behind = first.get(point) - second.get(point);
            broken += behind == 0 || behind == 1 ? 0 : 1;
        }
        return new Result(first.size(), broken, first.values().stream().distinct().count());
    }

    private void write(GroupMachine first, GroupMachine second) {
        try (NbdClient toFirst = first.client(); NbdClient toSecond = second.client()) {
            while (!stop.get()) {
                int next = number.get() + 1;
                writeAndFlush(toFirst, next);
                writeAndFlush(toSecond, next);
                number.set(next);
            }
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private static void writeAndFlush(NbdClient client, int number) throws IOException {
        client.ask(Command.WRITE, 0, 1, 0, 512, ByteBuffer.allocate(512).putInt(0, number));
        client.done();
        client.ask(Command.FLUSH, 0, 2, 0, 0, null);
        client.done();
    }
}
