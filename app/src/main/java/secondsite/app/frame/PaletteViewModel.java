package secondsite.app.frame;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import secondsite.api.activity.Job;
import secondsite.api.machine.MachineSummary;
import secondsite.app.action.Action;
import secondsite.app.action.Actions;
import secondsite.app.action.Permission;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.words.JobText;
import secondsite.app.session.LiveModel;

/** Finds screens, machines, jobs and actions by words. */
@Singleton
public final class PaletteViewModel {

    private static final int MOST_OF_A_KIND = 12;

    /**
     * Something that was found.
     *
     * @param reason why it cannot be done now; empty when it can
     */
    public record Hit(String icon, String title, String detail, String reason, Runnable open) {}

    private final LiveModel live;
    private final Navigator navigator;
    private final Actions actions;
    private final Texts texts;
    private final JobText jobs;
    private final StringProperty query = new SimpleStringProperty("");
    private final ObservableList<Hit> hits = FXCollections.observableArrayList();
    /** Held, as who listens to it does not hold it. */
    private final ObservableList<Hit> hitsToRead = FXCollections
            .unmodifiableObservableList(hits);

    @Inject
    public PaletteViewModel(LiveModel live, Navigator navigator, Actions actions, Texts texts, JobText jobs) {
        this.live = live;
        this.navigator = navigator;
        this.actions = actions;
        this.texts = texts;
        this.jobs = jobs;
        query.addListener(_ -> search());
    }

    /** Begins a new search. */
    public void begin() {
        query.set("");
        search();
    }

    private void search() {
        String[] words = query.get().toLowerCase(Locale.ROOT).strip().split("\\s+");
        hits.setAll(Stream.of(screens(words), machines(words), jobs(words), actions(words))
                .flatMap(Function.identity()).toList());
    }

    /** Every word has to be somewhere. */
    private static boolean match(String[] words, String... texts) {
        String all = String.join(" ", texts).toLowerCase(Locale.ROOT);
        return Arrays.stream(words).allMatch(all::contains);
    }

    private Stream<Hit> screens(String[] words) {
        return Arrays.stream(Screen.values()).filter(screen -> screen.parent().isEmpty() && screen.offered())
                .filter(screen -> match(words, texts.text(screen.key())))
                .map(screen -> new Hit(screen.icon(), texts.text(screen.key()), texts.text("palette.screen"), "",
                        () -> navigator.go(screen)));
    }

    private Stream<Hit> machines(String[] words) {
        return live.machines().stream()
                .filter(machine -> match(words, machine.name(), said(machine.hostName()),
                        said(machine.operatingSystem())))
                .sorted(Comparator.comparing(MachineSummary::name)).limit(MOST_OF_A_KIND)
                .map(machine -> new Hit(Screen.MACHINES.icon(), machine.name(),
                        texts.text("palette.machine", said(machine.hostName())), "",
                        () -> navigator.go(Screen.MACHINE, machine.id().toString())));
    }

    private static String said(String text) {
        return text == null ? "" : text;
    }

    private Stream<Hit> jobs(String[] words) {
        return live.jobs().stream()
                .filter(job -> match(words, "#" + job.number(), jobs.type(job), said(job.about())))
                .sorted(JobText.order()).limit(MOST_OF_A_KIND).map(this::hit);
    }

    private Hit hit(Job job) {
        return new Hit(Screen.JOBS.icon(), jobs.type(job) + " " + said(job.about()),
                texts.text("palette.job", Long.toString(job.number()), jobs.state(job)), "",
                () -> navigator.go(Screen.JOB, Long.toString(job.number())));
    }

    private Stream<Hit> actions(String[] words) {
        return actions.of(Void.class).stream().filter(action -> match(words, texts.text(action.key())))
                .map(this::hit);
    }

    private Hit hit(Action<Void> action) {
        Permission permission = action.on(null);
        return new Hit(action.icon(), texts.text(action.key()), texts.text("palette.action"), permission.reason(),
                () -> action.start(null));
    }

    /** What is looked for. */
    public StringProperty query() {
        return query;
    }

    /** What was found: screens, machines, jobs, actions, in this order. */
    public ObservableList<Hit> hits() {
        return hitsToRead;
    }
}
