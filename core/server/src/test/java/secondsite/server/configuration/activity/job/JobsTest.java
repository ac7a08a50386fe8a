package secondsite.server.configuration.activity.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job.Progress;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;
import secondsite.server.configuration.store.JobStore;
import secondsite.server.web.ProblemException;

/** What becomes of jobs, in a database that is real and a time that is not. */
class JobsTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ScriptedType.Move NETWORK = _ -> {
        throw JobFailure.recoverable(ErrorCode.NETWORK_FAILED, "no route to 10.0.0.7");
    };
    private static final ScriptedType.Move BROKEN = _ -> {
        throw JobFailure.forGood(ErrorCode.REPLICA_DAMAGED, "segment 7 is damaged");
    };

    private JobWorld world;

    @TempDir
    Path folder;

    @BeforeEach
    void begin() throws IOException {
        world = new JobWorld(folder, Runnable::run);
    }

    @AfterEach
    void end() {
        world.close();
    }

    private static ScriptedType.Move again(Duration in) {
        return _ -> new Step.Again(null, in);
    }

    private static ScriptedType.Move progress(long done) {
        return _ -> new Step.Again(new Progress(done, 1000, 0, null, "copying"), Duration.ofSeconds(1));
    }

    private List<JobState> tasks(long number) {
        return world.job(number).tasks().stream().map(Job.Task::state).toList();
    }

    @Test
    void doesTheTasksInOrderUntilAllAreDone() throws InterruptedException {
        long number = world.add("a");
        assertThat(world.job(number).state()).isEqualTo(JobState.WAITING);
        world.work();
        Job job = world.job(number);
        assertThat(world.type.calls).containsExactly("a one", "a two", "a three");
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.ended()).isEqualTo(world.now);
        assertThat(tasks(number)).containsOnly(JobState.DONE);
        assertThat(job.tasks()).extracting(Job.Task::attempts).containsOnly(1);
        assertThat(world.log(number)).containsExactly("RUNNING one", "DONE one", "RUNNING two", "DONE two",
                "RUNNING three", "DONE three", "DONE ");
        assertThat(world.news()).filteredOn(Event::kept).extracting(Event::type, Event::subject).containsExactly(
                tuple("job.running", "a"),
                tuple("job.done", "a"));
    }

    @Test
    void aTaskIsCalledAgainWhenItSaidSo() {
        world.type.then("two", again(Duration.ofSeconds(10)), again(Duration.ofSeconds(20)));
        long number = world.add("a");
        world.work();
        assertThat(world.type.calls).containsExactly("a one", "a two");
        world.workAfter(Duration.ofSeconds(9));
        assertThat(world.type.calls).hasSize(2);
        world.workAfter(Duration.ofSeconds(1));
        assertThat(world.type.calls).hasSize(3);
        assertThat(world.job(number).state()).isEqualTo(JobState.RUNNING);
        world.workAfter(Duration.ofSeconds(20));
        assertThat(world.job(number).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void whatMayPassIsTriedAgainByTheLawAndForEver() {
        int failures = 9;
        IntStream.range(0, failures).forEach(_ -> world.type.then("two", NETWORK));
        long number = world.add("a");
        world.work();
        for (int minutes : new int[]{1, 2, 4, 8, 10, 30, 30, 30, 30}) {
            Job job = world.job(number);
            assertThat(job.state()).isEqualTo(JobState.RETRYING);
            assertThat(job.problem())
                    .isEqualTo(new ReportedProblem(ErrorCode.NETWORK_FAILED, "no route to 10.0.0.7"));
            assertThat(job.nextTry()).isEqualTo(world.now.plus(Duration.ofMinutes(minutes)));
            int calls = world.type.calls.size();
            world.workAfter(Duration.ofMinutes(minutes).minusSeconds(1));
            assertThat(world.type.calls).hasSize(calls);
            world.workAfter(Duration.ofSeconds(1));
            assertThat(world.type.calls.size()).isGreaterThan(calls);
        }
        Job job = world.job(number);
        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.problem()).isNull();
        assertThat(job.tasks().get(1).attempts()).isEqualTo(failures + 1);
    }

    @Test
    void aStepThatGoesWellBeginsTheLawAnew() {
        world.type.then("one", NETWORK, NETWORK, NETWORK, again(MINUTE), NETWORK);
        long number = world.add("a");
        world.work();
        world.workAfter(MINUTE);
        world.workAfter(MINUTE.multipliedBy(2));
        assertThat(world.job(number).nextTry()).isEqualTo(world.now.plus(MINUTE.multipliedBy(4)));
        world.workAfter(MINUTE.multipliedBy(4));
        assertThat(world.job(number).state()).isEqualTo(JobState.RUNNING);
        assertThat(world.job(number).problem()).isNull();
        world.workAfter(MINUTE);
        assertThat(world.job(number).nextTry()).isEqualTo(world.now.plus(MINUTE));
    }

    @Test
    void whatNobodyExpectedIsTriedAgainWithItsNameAsEvidence() {
        world.type.then("one", _ -> {
            throw new IllegalStateException("a bug");
        }, _ -> null, _ -> {
            throw new StackOverflowError("deep");
        });
        long number = world.add("a");
        world.work();
        assertThat(world.job(number).problem())
                .isEqualTo(new ReportedProblem(ErrorCode.INTERNAL, "java.lang.IllegalStateException: a bug"));
        world.workAfter(MINUTE);
        assertThat(world.job(number).problem().detail()).contains("NullPointerException");
        world.workAfter(MINUTE.multipliedBy(2));
        assertThat(world.job(number).problem().detail()).contains("StackOverflowError");
        world.workAfter(MINUTE.multipliedBy(4));
        assertThat(world.job(number).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void whatFailsForGoodIsTakenBackAndSaysWhy() throws InterruptedException {
        world.type.then("two", BROKEN).then("undo", again(MINUTE));
        long number = world.add("a");
        world.work();
        assertThat(world.job(number).state()).isEqualTo(JobState.CANCELLING);
        world.workAfter(MINUTE);
        Job job = world.job(number);
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.problem()).isEqualTo(new ReportedProblem(ErrorCode.REPLICA_DAMAGED, "segment 7 is damaged"));
        assertThat(tasks(number)).containsExactly(JobState.DONE, JobState.FAILED, JobState.CANCELLED);
        assertThat(world.type.calls).containsExactly("a one", "a two", "a undo", "a undo");
        assertThat(world.news()).filteredOn(event -> event.severity() == Event.Severity.CRITICAL)
                .extracting(Event::type, Event::subject, Event::code)
                .containsExactly(tuple("job.failed", "a", ErrorCode.REPLICA_DAMAGED));
    }

    @Test
    void takingBackIsTriedUntilItIsDoneWhateverGoesWrong() {
        world.type.then("one", BROKEN).then("undo", NETWORK, BROKEN, NETWORK);
        long number = world.add("a");
        world.work();
        for (int minutes : new int[]{1, 2, 4}) {
            assertThat(world.job(number).state()).isEqualTo(JobState.CANCELLING);
            assertThat(world.job(number).nextTry()).isEqualTo(world.now.plus(MINUTE.multipliedBy(minutes)));
            world.workAfter(MINUTE.multipliedBy(minutes));
        }
        assertThat(world.job(number).state()).isEqualTo(JobState.FAILED);
        assertThat(world.job(number).problem().code()).isEqualTo(ErrorCode.REPLICA_DAMAGED);
    }

    @Test
    void aJobThatIsCancelledTakesBackWhatItDid() {
        world.type.then("two", again(MINUTE.multipliedBy(20)));
        long number = world.add("a");
        world.work();
        world.jobs.cancel(number, "olga");
        assertThat(world.job(number).state()).isEqualTo(JobState.CANCELLING);
        world.work();
        assertThat(world.job(number).state()).isEqualTo(JobState.CANCELLED);
        assertThat(world.job(number).problem()).isNull();
        assertThat(tasks(number)).containsExactly(JobState.DONE, JobState.CANCELLED, JobState.CANCELLED);
        assertThat(world.type.calls).containsExactly("a one", "a two", "a undo");
        assertThatThrownBy(() -> world.jobs.cancel(number, "olga")).isInstanceOf(ProblemException.class)
                .hasMessageContaining("is over");
    }

    @Test
    void whoCancelsWhileAStepIsUnderWayWaitsForItsEndOnly() {
        var number = new long[1];
        world.type.then("one", NETWORK, _ -> {
            world.jobs.cancel(number[0], "olga");
            throw JobFailure.recoverable(ErrorCode.NETWORK_FAILED, "gone");
        });
        number[0] = world.add("a");
        world.work();
        world.workAfter(MINUTE);
        assertThat(world.type.calls).containsExactly("a one", "a one", "a undo");
        assertThat(world.job(number[0]).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void whoCancelsDuringTheLastStepIsHeard() {
        var number = new long[1];
        world.type.then("three", _ -> {
            world.jobs.cancel(number[0], "olga");
            return new Step.Done();
        });
        number[0] = world.add("a");
        world.work();
        assertThat(world.job(number[0]).state()).isEqualTo(JobState.CANCELLED);
        assertThat(world.type.calls).endsWith("a undo");
    }

    @Test
    void whatWaitsForItsNextTryCanBeTriedNow() {
        world.type.then("one", NETWORK);
        long number = world.add("a");
        world.work();
        world.jobs.retry(number, "olga");
        world.work();
        assertThat(world.job(number).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void aFailedJobIsTriedAgainFromTheBeginningAndRemembersNothing() {
        world.type.then("one", job -> {
            job.remember("made", "replica 7");
            return new Step.Done();
        }, job -> {
            assertThat(job.remembered("made")).isEmpty();
            assertThat(job.order().parameters()).containsEntry("key", "value");
            return new Step.Done();
        }).then("two", job -> {
            assertThat(job.remembered("made")).contains("replica 7");
            return BROKEN.make(job);
        });
        long number = world.add("a");
        world.work();
        assertThat(world.job(number).state()).isEqualTo(JobState.FAILED);
        world.jobs.retry(number, "olga");
        assertThat(world.job(number).state()).isEqualTo(JobState.WAITING);
        assertThat(world.job(number).problem()).isNull();
        world.work();
        assertThat(world.job(number).state()).isEqualTo(JobState.DONE);
        assertThat(world.job(number).tasks()).extracting(Job.Task::attempts).containsExactly(2, 2, 1);
        assertThatThrownBy(() -> world.jobs.retry(number, "olga")).isInstanceOf(ProblemException.class)
                .hasMessageContaining("DONE");
    }

    @Test
    void ofOneSubjectThereIsOneJobAtATime() {
        world.type.then("one", BROKEN, again(MINUTE));
        long failed = world.add("a");
        world.work();
        long second = world.add("a");
        assertThatThrownBy(() -> world.add("a")).isInstanceOf(ProblemException.class)
                .hasMessageContaining("job " + second).hasMessageContaining("machine a");
        assertThatThrownBy(() -> world.jobs.retry(failed, "olga")).isInstanceOf(ProblemException.class)
                .hasMessageContaining("job " + second);
        world.add("b");
        world.work();
        assertThat(world.jobs.running("a")).hasValueSatisfying(job -> assertThat(job.number()).isEqualTo(second));
        assertThat(world.jobs.running("b")).isEmpty();
    }

    @Test
    void aJobIsThereIfAndOnlyIfTheRestOfTheChangeIs() {
        assertThatThrownBy(() -> world.database().write(change -> {
            world.jobs.add(change, world.order("a"));
            throw new IllegalStateException("the rest fails");
        })).hasMessage("the rest fails");
        world.jobs.wake();
        world.work();
        assertThat(world.type.calls).isEmpty();
        assertThat(world.jobs.running("a")).isEmpty();
    }

    @Test
    void goesOnAfterARestartWithWhatWasUnderWayAndInItsTime() throws IOException {
        world.type.then("one", again(MINUTE), _ -> new Step.Done()).then("two", NETWORK, NETWORK);
        long number = world.add("a");
        world.work();
        world.restart();
        world.work();
        assertThat(world.type.calls).containsExactly("a one", "a one", "a two");
        Instant next = world.job(number).nextTry();
        world.restart();
        world.workAfter(MINUTE.minusSeconds(1));
        assertThat(world.type.calls).hasSize(3);
        assertThat(world.job(number).nextTry()).isEqualTo(next);
        world.workAfter(Duration.ofSeconds(1));
        assertThat(world.job(number).nextTry()).as("the law goes on too")
                .isEqualTo(world.now.plus(MINUTE.multipliedBy(2)));
        world.jobs.cancel(number, "olga");
        world.restart();
        world.work();
        assertThat(world.job(number).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void tellsRateAndTimeLeftOfATaskThatOnlyCounts() throws IOException {
        world.type.then("one", progress(100), progress(120), progress(140), progress(160));
        long number = world.add("a");
        world.work();
        assertThat(world.job(number).tasks().getFirst().progress().secondsLeft()).isNull();
        for (int i = 0; i < 3; i++) {
            world.workAfter(Duration.ofSeconds(1));
        }
        assertThat(world.job(number).tasks().getFirst().progress())
                .isEqualTo(new Progress(160, 1000, 20, 42L, "copying"));
        assertThat(world.database().read(all -> new JobStore().find(all, number)).orElseThrow().job().tasks().getFirst()
                .progress().doneBytes()).as("written every 5 s at most").isEqualTo(100);
        world.restart();
        assertThat(world.job(number).tasks().getFirst().progress().doneBytes()).isEqualTo(100);
        world.work();
        assertThat(world.job(number).state()).isEqualTo(JobState.DONE);
    }

    @Test
    void aJobOfATypeThatIsNotKnownAnyMoreEnds() {
        world.database().write(change -> {
            new JobStore().add(change, new Job(7, "legacy", "b", "machine b", "olga", world.now, null,
                    JobState.WAITING, null, null, List.of(new Job.Task("one", JobState.WAITING, null, null, 0, null))));
            return change;
        });
        world.jobs.wake();
        world.work();
        assertThat(world.job(7).state()).isEqualTo(JobState.FAILED);
        assertThat(world.job(7).problem().detail()).contains("legacy");
    }

    @Test
    void oldJobsAreForgottenAndTheNewestNever() {
        long old = world.add("a");
        world.work();
        world.now = world.now.plus(Duration.ofDays(91));
        List<Long> kept = new ArrayList<>();
        world.type.then("one", again(MINUTE));
        kept.add(world.add("b"));
        world.work();
        kept.add(world.add("c"));
        world.work();
        world.now = world.now.plus(Duration.ofDays(89));
        world.jobs.prune();
        assertThat(world.jobs.find(old)).isEmpty();
        assertThat(kept).allSatisfy(number -> assertThat(world.jobs.find(number)).isPresent());
        world.now = world.now.plus(Duration.ofDays(89));
        world.jobs.prune();
        assertThat(kept).as("one is not over, and the newest keeps the numbers rising")
                .allSatisfy(number -> assertThat(world.jobs.find(number)).isPresent());
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        for (int i = 0; i < 5; i++) {
            world.add("s" + i);
            world.work();
        }
        var all = new JobStore.Filter(List.of(JobState.DONE, JobState.FAILED), "scripted", null);
        var first = world.jobs.page(all, Long.MAX_VALUE, 2);
        assertThat(first.items()).extracting(Job::subject).containsExactly("s4", "s3");
        assertThat(first.total()).isEqualTo(5);
        var last = world.jobs.page(all, Long.parseLong(first.next()), 4);
        assertThat(last.items()).extracting(Job::subject).containsExactly("s2", "s1", "s0");
        assertThat(last.next()).isNull();
        assertThat(world.jobs.page(new JobStore.Filter(List.of(), null, "s3"), Long.MAX_VALUE, 9).items()).hasSize(1);
        assertThat(world.jobs.page(new JobStore.Filter(List.of(JobState.RUNNING), null, null), Long.MAX_VALUE, 9)
                .items()).isEmpty();
    }
}
