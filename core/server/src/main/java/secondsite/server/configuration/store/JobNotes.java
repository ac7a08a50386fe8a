package secondsite.server.configuration.store;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import secondsite.api.activity.JobLine;

/** What jobs were ordered with, what they remember, and their logs. */
@Singleton
public final class JobNotes {

    private static final int ORDERED = 1;
    private static final int REMEMBERED = 0;

    public void order(Transaction change, long job, Map<String, String> parameters) {
        parameters.forEach((name, text) -> put(change, job, ORDERED, name, text));
    }

    public Map<String, String> order(Transaction transaction, long job) {
        return transaction.query("select name, text from job_memory where job = :job and ordered = " + ORDERED)
                .bind("job", job).reduceRows(new TreeMap<>(), (all, row) -> {
                    all.put(row.getColumn("name", String.class), row.getColumn("text", String.class));
                    return all;
                });
    }

    /** Replaces what was remembered under this name. */
    public void remember(Transaction change, long job, String name, String text) {
        change.update("delete from job_memory where job = :job and ordered = " + REMEMBERED + " and name = :name")
                .bind("job", job).bind("name", name).execute();
        put(change, job, REMEMBERED, name, text);
    }

    private static void put(Transaction change, long job, int ordered, String name, String text) {
        change.update("insert into job_memory (job, ordered, name, text) values (:job, :ordered, :name, :text)")
                .bind("job", job).bind("ordered", ordered).bind("name", name).bind("text", text).execute();
    }

    public Optional<String> remembered(Transaction transaction, long job, String name) {
        return transaction
                .query("select text from job_memory where job = :job and ordered = " + REMEMBERED + " and name = :name")
                .bind("job", job).bind("name", name).mapTo(String.class).findOne();
    }

    /** How much a job remembers. */
    public long count(Transaction transaction, long job) {
        return transaction.query("select count(*) from job_memory where job = :job and ordered = " + REMEMBERED)
                .bind("job", job).mapTo(Long.class).one();
    }

    public void forget(Transaction change, long job) {
        change.update("delete from job_memory where job = :job and ordered = " + REMEMBERED).bind("job", job)
                .execute();
    }

    /** Adds a line to a job's log, of which so many are kept. */
    public void log(Transaction change, long job, Instant now, String text, int kept) {
        long number = change.query("select coalesce(max(number), 0) + 1 from job_line where job = :job")
                .bind("job", job).mapTo(Long.class).one();
        change.update("insert into job_line (job, number, time, text) values (:job, :number, :time, :text)")
                .bind("job", job).bind("number", number).bind("time", Micros.of(now)).bind("text", text).execute();
        change.update("delete from job_line where job = :job and number <= :oldest").bind("job", job)
                .bind("oldest", number - kept).execute();
    }

    /** At most so many lines of a job's log after this one, in order. */
    public List<JobLine> log(Transaction transaction, long job, long after, int most) {
        return transaction
                .query("select * from job_line where job = :job and number > :after order by number limit :most")
                .bind("job", job).bind("after", after).bind("most", most)
                .map((row, _) -> new JobLine(row.getLong("number"), Micros.instant(row.getLong("time")),
                        row.getString("text")))
                .list();
    }

    public long lines(Transaction transaction, long job) {
        return transaction.query("select count(*) from job_line where job = :job").bind("job", job)
                .mapTo(Long.class).one();
    }
}
