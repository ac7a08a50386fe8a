package secondsite.server.configuration.installation;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import secondsite.api.Json;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.installation.Installation;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptInstallations;
import secondsite.server.configuration.store.KeptInstallations.Row;
import secondsite.server.configuration.store.Transaction;

/** What is done on machines, kept, and told with what its jobs say. Safe for use by several threads. */
@Singleton
final class CourseBook {

    private static final Duration KEPT = Duration.ofDays(90);
    private static final int SHOWN = 1000;

    private final Database database;
    private final KeptInstallations kept;
    private final Jobs jobs;
    private final InstantSource clock;

    @Inject
    CourseBook(Database database, KeptInstallations kept, Jobs jobs, InstantSource clock) {
        this.database = database;
        this.kept = kept;
        this.jobs = jobs;
        this.clock = clock;
    }

    void add(Transaction change, UUID id, UUID batch, long job, Course course) {
        Instant now = clock.instant();
        kept.prune(change, now.minus(KEPT));
        kept.add(change, new Row(id, batch, job, now, text(course)));
    }

    Optional<Course> find(UUID id) {
        return database.read(all -> kept.find(all, id)).map(row -> course(row.course()));
    }

    /** @return as it is then */
    Course change(UUID id, UnaryOperator<Course> how) {
        return database.write(change -> {
            Course now = how.apply(course(kept.find(change, id).orElseThrow().course()));
            kept.change(change, id, text(now));
            return now;
        });
    }

    void remove(Transaction change, UUID id) {
        kept.remove(change, id);
    }

    Optional<Installation> told(UUID id) {
        return database.read(all -> kept.find(all, id)).flatMap(this::told);
    }

    /** The newest first. */
    List<Installation> newest() {
        return database.read(all -> kept.newest(all, SHOWN)).stream().flatMap(row -> told(row).stream()).toList();
    }

    /** Those that were ordered together. */
    List<Installation> batch(UUID batch) {
        return database.read(all -> kept.batch(all, batch)).stream().flatMap(row -> told(row).stream()).toList();
    }

    /** Empty when its job is forgotten. */
    private Optional<Installation> told(Row row) {
        return jobs.find(row.job()).map(job -> told(row, course(row.course()), job));
    }

    private static Installation told(Row row, Course course, Job job) {
        Optional<Job.Task> task = job.tasks().stream().filter(each -> each.state() != JobState.DONE)
                .filter(each -> each.begun() != null).findFirst();
        return new Installation(row.id(), row.batch(), course.action(), course.machine().address(),
                course.machine().sshPort(), course.agent(), course.processServer(), row.job(), course.who(),
                job.begun(), job.ended(), job.state(), task.map(Job.Task::name).orElse(null),
                task.map(Job.Task::progress).orElse(null), course.hostKey(),
                course.facts() == null ? null : course.facts().system(), course.before().orElse(null), course.now(),
                course.checks(), job.problem());
    }

    private static String text(Course course) {
        return new String(Json.write(course), StandardCharsets.UTF_8);
    }

    private static Course course(String text) {
        try {
            return Json.read(text.getBytes(StandardCharsets.UTF_8), Course.class);
        } catch (IOException e) {
            throw new IllegalStateException("what is kept of an installation cannot be read", e);
        }
    }
}
