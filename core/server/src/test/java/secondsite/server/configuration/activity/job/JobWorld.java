package secondsite.server.configuration.activity.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.activity.Event;
import secondsite.api.activity.Job;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.store.AuditTrail;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.JobNotes;
import secondsite.server.configuration.store.JobStore;
import secondsite.server.configuration.store.KeptEvents;
import secondsite.server.configuration.store.Settings;

/** Jobs over a real database, with a clock that only a test moves; each life is a server that was started. */
final class JobWorld implements AutoCloseable {

    private final Path file;
    private final Executor steps;
    private final Set<JobType> types;
    final ScriptedType type = new ScriptedType();
    Instant now = Instant.parse("2026-11-29T03:00:00Z");
    private Database database;
    private EventLog.Follower follower;
    JobRunner runner;
    KeptJobs jobs;

    /** @param more kinds of jobs besides the scripted one */
    JobWorld(Path folder, Executor steps, JobType... more) throws IOException {
        this.file = folder.resolve("database.sqlite");
        this.steps = steps;
        this.types = Stream.concat(Stream.of(type), Arrays.stream(more)).collect(Collectors.toSet());
        live();
    }

    private void live() throws IOException {
        database = Database.open(file);
        var types = new JobTypes(() -> this.types);
        var events = new EventLog(database, new KeptEvents(), new Settings(database), () -> now);
        follower = events.follow(OptionalLong.empty());
        var notes = new JobNotes();
        var store = new JobStore();
        var live = new LiveProgress();
        var news = new JobNews(events, notes, () -> now);
        runner = new JobRunner(database, store,
                new JobCourse(database, store, notes, types, news, live, () -> now), () -> now, steps);
        jobs = new KeptJobs(
                new KeptJobs.Books(database, store, notes, new AuditLog(new AuditTrail(database), () -> now)), types,
                runner, live, news, () -> now);
    }

    /** The server ends, and another one begins with what it kept. */
    void restart() throws IOException {
        close();
        live();
    }

    JobOrder order(String subject) {
        return order(ScriptedType.WORD, subject);
    }

    private static JobOrder order(String type, String subject) {
        return new JobOrder(type, subject, "machine " + subject, "olga", Map.of("key", "value"));
    }

    long add(String subject) {
        return add(ScriptedType.WORD, subject);
    }

    long add(String type, String subject) {
        long number = database.write(change -> jobs.add(change, order(type, subject)));
        jobs.wake();
        return number;
    }

    Database database() {
        return database;
    }

    Job job(long number) {
        return jobs.find(number).orElseThrow();
    }

    /** All that can be done at this time is done. */
    void work() {
        for (int before = -1; before < type.calls.size();) {
            before = type.calls.size();
            runner.round();
        }
        runner.round();
    }

    void workAfter(Duration time) {
        now = now.plus(time);
        work();
    }

    List<String> log(long number) {
        return jobs.log(number, 0, 1000).items().stream().map(line -> line.text()).toList();
    }

    /** What was told since this was asked. */
    List<Event> news() throws InterruptedException {
        List<Event> all = new ArrayList<>();
        for (List<Event> some = follower.next(Duration.ZERO).events(); !some.isEmpty(); some = follower
                .next(Duration.ZERO).events()) {
            all.addAll(some);
        }
        return all;
    }

    @Override
    public void close() {
        runner.close();
        database.close();
    }
}
