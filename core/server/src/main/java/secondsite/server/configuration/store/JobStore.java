package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.mapper.RowMapper;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.activity.ReportedProblem;

/** Jobs and their tasks. */
@Singleton
public final class JobStore {

    private static final String OPEN = " where open_subject is not null";

    /** A job that is not over. @param due when it was to go on at the latest; empty for at once */
    public record Open(long number, JobState state, Optional<Instant> due) {}

    /** Which jobs are asked for. @param states all when there are none. @param type null for all. @param subject null for all */
    public record Filter(List<JobState> states, String type, String subject) {

        public Filter {
            states = List.copyOf(states);
        }
    }

    /**
     * A job and what is not told of it.
     *
     * @param failures     of the task under way, since a step went well
     * @param becomes      what a job is in the end that is being given up; empty for others
     * @param reason       why; empty when nothing is wrong
     * @param undoFailures how often taking back failed
     */
    public record Standing(Job job, long failures, Optional<JobState> becomes, Optional<ReportedProblem> reason,
            long undoFailures) {

        /** The position of the task that is to be done; empty when all are. */
        public OptionalInt position() {
            return IntStream.range(0, job.tasks().size()).filter(i -> !job.tasks().get(i).state().over()).findFirst();
        }
    }

    private record TaskRow(long job, Job.Task task, long failures) {}

    private static final RowMapper<TaskRow> TASK = (row, _) -> new TaskRow(row.getLong("job"),
            new Job.Task(row.getString("name"), JobState.valueOf(row.getString("state")), time(row, "begun"),
                    time(row, "ended"), row.getInt("attempts"), progress(row)),
            row.getLong("failures"));

    private static Instant time(ResultSet row, String column) throws SQLException {
        return Micros.optional(row, column).orElse(null);
    }

    private static Job.Progress progress(ResultSet row) throws SQLException {
        long done = row.getLong("done_bytes");
        if (row.wasNull()) {
            return null;
        }
        long left = row.getLong("seconds_left");
        return new Job.Progress(done, row.getLong("total_bytes"), row.getLong("bytes_per_second"),
                left < 0 ? null : left, row.getString("note"));
    }

    private static RowMapper<Standing> standing(Map<Long, List<TaskRow>> tasks) {
        return (row, _) -> {
            List<TaskRow> own = tasks.getOrDefault(row.getLong("number"), List.of());
            var job = new Job(row.getLong("number"), row.getString("type"), row.getString("subject"),
                    row.getString("about"), row.getString("who"), time(row, "begun"), time(row, "ended"),
                    JobState.valueOf(row.getString("state")), problem(row, "problem", "evidence").orElse(null),
                    time(row, "next_try"), own.stream().map(TaskRow::task).toList());
            return new Standing(job,
                    own.stream().filter(task -> !task.task().state().over()).findFirst().map(TaskRow::failures)
                            .orElse(0L),
                    Optional.ofNullable(row.getString("becomes")).map(JobState::valueOf),
                    problem(row, "reason", "reason_evidence"), row.getLong("undo_failures"));
        };
    }

    private static Optional<ReportedProblem> problem(ResultSet row, String code, String evidence) throws SQLException {
        String name = row.getString(code);
        return name == null
                ? Optional.empty()
                : Optional.of(new ReportedProblem(ErrorCode.valueOf(name), row.getString(evidence)));
    }

    /** A number that no job ever had. */
    public long next(Transaction change) {
        return change.query("select coalesce(max(number), 0) + 1 from job").mapTo(Long.class).one();
    }

    public void add(Transaction change, Job job) {
        change.update("""
                insert into job (number, type, subject, open_subject, about, who, begun, state, undo_failures)
                values (:number, :type, :subject, :subject, :about, :who, :begun, :state, 0)""")
                .bind("number", job.number()).bind("type", job.type()).bind("subject", job.subject())
                .bind("about", job.about()).bind("who", job.who()).bind("begun", Micros.of(job.begun()))
                .bind("state", job.state().name()).execute();
        for (int i = 0; i < job.tasks().size(); i++) {
            change.update("""
                    insert into task (job, position, name, state, attempts, failures)
                    values (:job, :position, :name, :state, 0, 0)""")
                    .bind("job", job.number()).bind("position", i).bind("name", job.tasks().get(i).name())
                    .bind("state", job.tasks().get(i).state().name()).execute();
        }
    }

    public Optional<Standing> find(Transaction transaction, long number) {
        return transaction.query("select * from job where number = :number").bind("number", number)
                .map(standing(tasks(transaction, List.of(number)))).findOne();
    }

    /** The number of the job of this subject that is not over. */
    public Optional<Long> open(Transaction transaction, String subject) {
        return transaction.query("select number from job where open_subject = :subject").bind("subject", subject)
                .mapTo(Long.class).findOne();
    }

    /** All that are not over. */
    public List<Open> open(Transaction transaction) {
        return transaction.query("select number, state, next_try from job" + OPEN + " order by number")
                .map((row, _) -> new Open(row.getLong("number"), JobState.valueOf(row.getString("state")),
                        Micros.optional(row, "next_try")))
                .list();
    }

    /** At most so many with a number below this one, newest first. */
    public List<Job> page(Transaction transaction, Filter filter, long below, int most) {
        Conditions conditions = conditions(filter).add("number < :below", "below", below);
        List<Long> numbers = conditions
                .bind(transaction.query(
                        "select number from job" + conditions.where() + " order by number desc limit :most"))
                .bind("most", most).mapTo(Long.class).list();
        if (numbers.isEmpty()) {
            return List.of();
        }
        return transaction.query("select * from job where number in (<numbers>) order by number desc")
                .bindList("numbers", numbers).map(standing(tasks(transaction, numbers))).stream().map(Standing::job)
                .toList();
    }

    public long count(Transaction transaction, Filter filter) {
        Conditions conditions = conditions(filter);
        return conditions.bind(transaction.query("select count(*) from job" + conditions.where())).mapTo(Long.class)
                .one();
    }

    private static Conditions conditions(Filter filter) {
        var conditions = new Conditions().add("type = :type", "type", filter.type()).add("subject = :subject",
                "subject", filter.subject());
        List<String> states = new ArrayList<>();
        for (JobState state : filter.states()) {
            states.add(":" + state.name());
            conditions.mention(state.name(), state.name());
        }
        return states.isEmpty() ? conditions : conditions.add("state in (" + String.join(", ", states) + ")");
    }

    private static Map<Long, List<TaskRow>> tasks(Transaction transaction, Collection<Long> jobs) {
        return transaction.query("select * from task where job in (<jobs>) order by job, position")
                .bindList("jobs", jobs).map(TASK).stream()
                .collect(Collectors.groupingBy(TaskRow::job, TreeMap::new, Collectors.toList()));
    }

    /** A task is begun, or begun anew. */
    public void begin(Transaction change, long number, int position, Instant now) {
        change.update("update job set state = 'RUNNING', next_try = null where number = :number")
                .bind("number", number).execute();
        change.update("""
                update task set state = 'RUNNING', begun = coalesce(begun, :now), attempts = attempts + 1
                where job = :number and position = :position""")
                .bind("number", number).bind("position", position).bind("now", Micros.of(now)).execute();
    }

    /** A step went well: what was wrong before is over. */
    public void well(Transaction change, long number, int position) {
        change.update("update job set problem = null, evidence = null where number = :number").bind("number", number)
                .execute();
        change.update("update task set failures = 0 where job = :number and position = :position")
                .bind("number", number).bind("position", position).execute();
    }

    /** @param progress null when there is nothing to count */
    public void progress(Transaction change, long number, int position, Job.Progress progress) {
        boolean none = progress == null;
        change.update("""
                update task set done_bytes = :done, total_bytes = :total, bytes_per_second = :rate,
                seconds_left = :left, note = :note where job = :number and position = :position""")
                .bind("number", number).bind("position", position)
                .bind("done", none ? null : progress.doneBytes()).bind("total", none ? null : progress.totalBytes())
                .bind("rate", none ? null : progress.bytesPerSecond())
                .bind("left", none || progress.secondsLeft() == null ? Long.valueOf(-1) : progress.secondsLeft())
                .bind("note", none ? null : progress.note()).execute();
    }

    /** A task is over. */
    public void end(Transaction change, long number, int position, JobState state, Instant now) {
        change.update("""
                update task set state = :state, ended = :now, failures = 0
                where job = :number and position = :position""")
                .bind("number", number).bind("position", position).bind("state", state.name())
                .bind("now", Micros.of(now)).execute();
    }

    /** A step failed; its task is tried again. */
    public void retry(Transaction change, long number, int position, ReportedProblem problem, Instant at) {
        trouble(change, number, JobState.RETRYING, problem, at);
        change.update("""
                update task set state = 'RETRYING', failures = failures + 1
                where job = :number and position = :position""")
                .bind("number", number).bind("position", position).execute();
    }

    /** Taking back failed; it is tried again. */
    public void retryUndo(Transaction change, long number, ReportedProblem problem, Instant at) {
        trouble(change, number, JobState.CANCELLING, problem, at);
        change.update("update job set undo_failures = undo_failures + 1 where number = :number")
                .bind("number", number).execute();
    }

    private static void trouble(Transaction change, long number, JobState state, ReportedProblem problem, Instant at) {
        change.update("""
                update job set state = :state, problem = :problem, evidence = :evidence, next_try = :at
                where number = :number""")
                .bind("number", number).bind("state", state.name()).bind("problem", problem.code().name())
                .bind("evidence", problem.detail()).bind("at", Micros.of(at)).execute();
    }

    /** What waits for its next try is tried now. */
    public void hurry(Transaction change, long number, Instant now) {
        change.update("update job set next_try = :now where number = :number and next_try is not null")
                .bind("number", number).bind("now", Micros.of(now)).execute();
    }

    /** What was begun is to be taken back. @param becomes what the job is then. @param reason null when nothing is wrong */
    public void giveUp(Transaction change, long number, JobState becomes, ReportedProblem reason) {
        change.update("""
                update job set state = 'CANCELLING', next_try = null, becomes = :becomes, reason = :reason,
                reason_evidence = :evidence, problem = :reason, evidence = :evidence, undo_failures = 0
                where number = :number""")
                .bind("number", number).bind("becomes", becomes.name())
                .bind("reason", reason == null ? null : reason.code().name())
                .bind("evidence", reason == null ? null : reason.detail()).execute();
        change.update("update task set state = 'CANCELLING' where job = :number and state in ('RUNNING', 'RETRYING')")
                .bind("number", number).execute();
    }

    /** It is over, and so is each of its tasks. @param problem null when nothing is wrong */
    public void over(Transaction change, long number, JobState state, ReportedProblem problem, Instant now) {
        change.update("""
                update job set state = :state, ended = :now, next_try = null, open_subject = null, problem = :problem,
                evidence = :evidence where number = :number""")
                .bind("number", number).bind("state", state.name()).bind("now", Micros.of(now))
                .bind("problem", problem == null ? null : problem.code().name())
                .bind("evidence", problem == null ? null : problem.detail()).execute();
        change.update("""
                update task set state = 'CANCELLED', ended = :now
                where job = :number and state not in ('DONE', 'FAILED', 'CANCELLED')""")
                .bind("number", number).bind("now", Micros.of(now)).execute();
    }

    /** A job that is over begins anew with its first task. */
    public void anew(Transaction change, long number) {
        change.update("""
                update job set state = 'WAITING', ended = null, next_try = null, open_subject = subject, problem = null,
                evidence = null, becomes = null, reason = null, reason_evidence = null, undo_failures = 0
                where number = :number""")
                .bind("number", number).execute();
        change.update("""
                update task set state = 'WAITING', begun = null, ended = null, failures = 0, done_bytes = null
                where job = :number""")
                .bind("number", number).execute();
    }

    /** Forgets some that ended before, or have so many newer ones; the newest never. @return how many it forgot */
    public int prune(Transaction change, Instant endedBefore, long newer, int most) {
        return change.update("""
                delete from job where number in (
                  select number from job where open_subject is null and number < (select max(number) from job)
                  and (ended < :before or number <= (select max(number) from job) - :newer)
                  order by number limit :most)""")
                .bind("before", Micros.of(endedBefore)).bind("newer", newer).bind("most", most).execute();
    }
}
