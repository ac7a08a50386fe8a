package secondsite.server.configuration.activity.job;

import java.time.InstantSource;
import java.util.Optional;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.JobNotes;

/** A job under way, as its type sees it. */
final class RunningJob implements JobContext {

    static final int LINE = 2000;
    static final int LINES = 10_000;
    private static final int KEY = 100;
    private static final int VALUE = 10_000;
    private static final int MEMORIES = 1000;

    private final Database database;
    private final JobNotes notes;
    private final InstantSource clock;
    private final long number;
    private final JobOrder order;

    RunningJob(Database database, JobNotes notes, InstantSource clock, long number, JobOrder order) {
        this.database = database;
        this.notes = notes;
        this.clock = clock;
        this.number = number;
        this.order = order;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public JobOrder order() {
        return order;
    }

    @Override
    public void log(String line) {
        database.write(change -> {
            notes.log(change, number, clock.instant(), Texts.cut(line, LINE), LINES);
            return number;
        });
    }

    @Override
    public void remember(String key, String value) {
        if (key.length() > KEY || value.length() > VALUE) {
            throw new IllegalArgumentException("a job remembers " + VALUE + " characters under a name of " + KEY
                    + ", not " + value.length() + " under " + Texts.cut(key, KEY));
        }
        database.write(change -> {
            notes.remember(change, number, key, value);
            if (notes.count(change, number) > MEMORIES) {
                throw new IllegalStateException("job " + number + " remembers " + MEMORIES + " things already");
            }
            return number;
        });
    }

    @Override
    public Optional<String> remembered(String key) {
        return database.read(all -> notes.remembered(all, number, key));
    }
}
