package secondsite.app.jobs;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import secondsite.api.Page;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobLine;
import secondsite.api.activity.JobState;
import secondsite.api.client.TransferException;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.words.FailureText;
import secondsite.app.words.JobText;
import secondsite.app.words.ToldText;

/** One job, its tasks and its log, as they grow. */
@Singleton
public final class JobViewModel {

    private static final int LINES_TOGETHER = 200;
    private static final int MOST_LINES = 5_000;
    private static final long NONE = -1;

    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final Catalogue catalogue;
    private final Navigator navigator;
    private final JobText words;
    private final FailureText failures;
    private final ToldText told;
    private final Texts texts;
    private final ReadOnlyObjectWrapper<Job> job = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper missing = new ReadOnlyStringWrapper("");
    private final ObservableList<JobLine> log = FXCollections.observableArrayList();
    private Subscription waiting = Subscription.EMPTY;
    private long number = NONE;
    private boolean asking;
    private boolean again;

    /** A job and what its log has more. */
    private record Told(Job job, List<JobLine> lines) {}

    /** Why a job is in trouble. @param evidence as it came; the rest is of the catalogue, and empty where that says nothing */
    public record Trouble(String happened, String cause, String evidence, String action) {}

    @Inject
    public JobViewModel(Session session, LiveModel live, Tasks tasks, Catalogue catalogue, Navigator navigator,
            JobText words, FailureText failures, Texts texts, ToldText told) {
        this.told = told;
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.catalogue = catalogue;
        this.navigator = navigator;
        this.words = words;
        this.failures = failures;
        this.texts = texts;
    }

    /** From now on this one is shown, and followed until {@link #leave}. */
    public void show(long wanted) {
        leave();
        if (number != wanted) {
            number = wanted;
            log.clear();
            missing.set("");
            job.set(live.job(wanted).orElse(null));
        }
        name();
        waiting = live.whenChanged(Long.toString(wanted), this::ask);
        ask();
    }

    private void name() {
        Job now = job.get();
        navigator.name(Screen.JOB, now == null
                ? "#" + number
                : texts.text("jobs.subject", words.type(now), now.about(), Long.toString(now.number())));
    }

    public void leave() {
        waiting.unsubscribe();
        waiting = Subscription.EMPTY;
    }

    /** Asks the server for this job and its new lines; once more after that, when something changed meanwhile. */
    public void ask() {
        if (asking) {
            again = true;
            return;
        }
        asking = true;
        long wanted = number;
        String after = log.isEmpty() ? null : Long.toString(log.getLast().number());
        tasks.run(() -> new Told(session.activity().job(wanted), lines(wanted, after)), told -> {
            if (wanted == number) {
                take(told);
            }
            asked();
        }, e -> {
            if (wanted == number) {
                missing.set(failures.of(e));
            }
            asked();
        });
    }

    private void asked() {
        asking = false;
        if (again) {
            again = false;
            ask();
        }
    }

    private List<JobLine> lines(long wanted, String after) throws TransferException {
        List<JobLine> lines = new ArrayList<>();
        String from = after;
        do {
            Page<JobLine> page = session.activity().log(wanted, from, LINES_TOGETHER);
            lines.addAll(page.items());
            from = page.next();
        } while (from != null && lines.size() < MOST_LINES);
        return lines;
    }

    private void take(Told told) {
        long last = log.isEmpty() ? NONE : log.getLast().number();
        log.addAll(told.lines().stream().filter(line -> line.number() > last).toList());
        if (log.size() > MOST_LINES) {
            log.remove(0, log.size() - MOST_LINES);
        }
        missing.set("");
        job.set(told.job());
        if (!waiting.equals(Subscription.EMPTY)) {
            name();
        }
    }

    public ReadOnlyObjectProperty<Job> job() {
        return job.getReadOnlyProperty();
    }

    /** Why it cannot be shown; empty while it can. */
    public ReadOnlyStringProperty missing() {
        return missing.getReadOnlyProperty();
    }

    /** Oldest first. */
    public ObservableList<JobLine> log() {
        return log;
    }

    /** Null when all is well. */
    public Trouble trouble() {
        Job now = job.get();
        if (now == null || now.problem() == null || now.state() == JobState.DONE) {
            return null;
        }
        var known = catalogue.text(now.problem().code());
        return new Trouble(catalogue.message(now.problem().code()), known.map(ErrorText::cause).orElse(""),
                told.of(now.problem().detail()), known.map(ErrorText::action).orElse(""));
    }
}
