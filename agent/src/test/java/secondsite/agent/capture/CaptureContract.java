package secondsite.agent.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.agent.os.FileSystems.FreezeException;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;

/**
 * What every way to capture a disk owes: what was acknowledged before a mark is in the point, and the point is a state that the disk had. The oracle
 * is the machine's own list of what was acknowledged.
 */
@Timeout(120)
abstract class CaptureContract {

    private static final int POINTS = 6;
    private static final int MOST_TRIES = 20;
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @TempDir
    protected Path folder;

    /** A machine that keeps a list of numbers on its disk, one behind the other, each durable before the next. */
    interface Machine {

        /** Returns when the machine's program was told that the number is durable. */
        void keep(int number) throws IOException;

        /** The numbers in a copy of the disk, after whatever a machine does at its start. */
        List<Integer> kept(Path image) throws IOException, InterruptedException;
    }

    /** Protected, and the machine is running. */
    abstract Capture capture();

    abstract Machine machine();

    private record Point(long sequence, int acknowledged, int begun) {}

    @Test
    void whatWasAcknowledgedBeforeAMarkIsInThePoint() throws Exception {
        var acknowledged = new AtomicInteger();
        var begun = new AtomicInteger();
        var stop = new AtomicReference<Throwable>();
        Thread program = Thread.ofPlatform().start(() -> {
            try {
                while (stop.get() == null) {
                    int next = begun.incrementAndGet();
                    machine().keep(next);
                    acknowledged.set(next);
                }
            } catch (Throwable e) {
                stop.set(e);
            }
        });
        var points = new ArrayList<Point>();
        try (var replica = new ToldDisk(capture(), folder.resolve("replica"))) {
            long from = capture().consistentFrom();
            while (points.size() < POINTS) {
                points.add(point(acknowledged, begun));
            }
            boolean ended = stop.compareAndSet(null, new InterruptedException("enough"));
            program.join();
            assertThat(ended).as("the machine went on: " + stop.get()).isTrue();
            assertThat(points.getLast().acknowledged()).as("written meanwhile").isGreaterThan(POINTS);
            replica.bringTo(from, capture());
            for (Point point : points) {
                replica.bringTo(point.sequence(), capture());
                assertHolds(point, replica.image());
            }
        }
    }

    private Point point(AtomicInteger acknowledged, AtomicInteger begun) throws Exception {
        int before = acknowledged.get();
        int least = before + 3;
        while (acknowledged.get() < least) {
            Thread.onSpinWait();
        }
        before = acknowledged.get();
        var mark = new Record.Mark(MarkKind.CRASH_CONSISTENT, UUID.randomUUID(), "");
        for (int tried = 1;; tried++) {
            capture().approach();
            long sequence;
            int after;
            try (Hold _ = capture().hold(LIMIT).orElseThrow()) {
                sequence = capture().mark(mark);
                after = begun.get();
            } catch (FreezeException e) {
                // A busy machine is not frozen in time, and is asked again later, as the agent does.
                if (tried == MOST_TRIES) {
                    throw e;
                }
                continue;
            }
            capture().force();
            capture().checkMarkable();
            return new Point(sequence, before, after);
        }
    }

    private void assertHolds(Point point, Path image) throws Exception {
        List<Integer> kept = machine().kept(image);
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i)).as("the list has no hole").isEqualTo(i + 1);
        }
        assertThat(kept.size()).as("acknowledged before the mark").isGreaterThanOrEqualTo(point.acknowledged());
        assertThat(kept.size()).as("nothing from after the mark").isLessThanOrEqualTo(point.begun());
    }
}
