package secondsite.server.configuration.activity.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.JobState;

/** Jobs on real threads. */
@Timeout(120)
class SideBySideTest {

    private static final int JOBS = JobRunner.SIDE_BY_SIDE + 20;
    private static final int TASKS = 3;

    @TempDir
    Path folder;

    /** Counts who is at it at the same time; the first steps wait until as many as possible are. */
    private static final class Counting implements JobType {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final Map<Long, AtomicInteger> ofJob = new ConcurrentHashMap<>();
        private final CountDownLatch full = new CountDownLatch(JobRunner.SIDE_BY_SIDE);
        private final CountDownLatch steps = new CountDownLatch(JOBS * TASKS);
        private volatile boolean twice;

        @Override
        public String word() {
            return "counting";
        }

        @Override
        public List<String> tasks(JobOrder order) {
            return List.of("one", "two", "three");
        }

        @Override
        public Step step(String task, JobContext job) {
            AtomicInteger own = ofJob.computeIfAbsent(job.number(), _ -> new AtomicInteger());
            twice |= own.incrementAndGet() > 1;
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            full.countDown();
            try {
                assertThat(full.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            own.decrementAndGet();
            inside.decrementAndGet();
            steps.countDown();
            return new Step.Done();
        }

        @Override
        public Step undo(JobContext job) {
            return new Step.Done();
        }
    }

    @Test
    void soManyJobsAreDoneAtATimeAndOneStepOfEach() throws Exception {
        var type = new Counting();
        try (var world = new JobWorld(folder, Executors.newVirtualThreadPerTaskExecutor(), type)) {
            for (int i = 0; i < JOBS; i++) {
                world.add("counting", "s" + i);
            }
            world.runner.start();
            type.steps.await();
            world.runner.close();
            assertThat(type.most.get()).isEqualTo(JobRunner.SIDE_BY_SIDE);
            assertThat(type.twice).isFalse();
            assertThat(world.jobs.page(new secondsite.server.configuration.store.JobStore.Filter(
                    List.of(JobState.DONE), null, null), Long.MAX_VALUE, 1).total()).isEqualTo(JOBS);
        }
    }
}
