package secondsite.app;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.dialog.ToastLayer;
import secondsite.app.entry.EntryViewModel;
import secondsite.app.entry.SignedIn;
import secondsite.app.frame.FrameCommands;
import secondsite.app.form.Form;
import secondsite.app.frame.FrameView;
import secondsite.app.frame.FrameViewModel;
import secondsite.app.fx.FxmlFile;
import secondsite.app.fx.Language;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Views;
import secondsite.app.help.HelpLayer;
import secondsite.app.help.HelpViewModel;
import secondsite.app.kept.Environment;
import secondsite.app.kept.Profile;
import secondsite.app.navigation.Navigator;
import secondsite.app.session.Feed;
import secondsite.app.session.Resumption;
import secondsite.app.wizard.WizardLayer;

/**
 * One window from its opening on: first somebody signs in, then the frame is shown until the session ends. Views are made anew when the
 * language changes; their models stay. For the thread of the windows.
 */
public final class Console implements FrameCommands {

    private static final String NAME = "Secondsite";

    /** What a person works with while signed in. */
    private record Work(SignedIn in, Feed feed, Injector injector) {}

    private final Stage stage;
    private final Surroundings surroundings;
    private final WindowMemory memory;
    private final Injector injector;
    private final EntryViewModel entry;
    private final StackPane root = new StackPane();
    private Optional<Work> work = Optional.empty();

    public Console(Stage stage, Surroundings surroundings) {
        this.stage = stage;
        this.surroundings = surroundings;
        this.memory = new WindowMemory(stage, surroundings.preferences(), surroundings.tasks());
        this.injector = Guice.createInjector(new ConsoleModule(surroundings));
        this.entry = injector.getInstance(EntryViewModel.class);
        entry.onEntered(this::enter);
        stage.setTitle(NAME);
        stage.setOnCloseRequest(this::closing);
        var scene = new Scene(root);
        surroundings.looks().dress(scene);
        stage.setScene(scene);
        memory.restore();
        // A change is told even when nobody has looked at the one before.
        surroundings.texts().language().addListener((_, _, _) -> rebuild());
    }

    /** Shows the window, in which somebody can sign in. */
    public void open() {
        rebuild();
        memory.show();
        entry.load(_ -> true);
    }

    /**
     * Shows the window, as it was wanted at the start. With a session to go on with it stays empty until the server has answered: the page
     * for signing in takes a second to be made, and is wanted only if the session is over.
     *
     * @param resumption of the launch's session
     */
    void open(Launch launch, Optional<Resumption> resumption) {
        if (resumption.isPresent()) {
            entry.problem().addListener((_, _, why) -> {
                if (!why.isEmpty() && root.getChildren().isEmpty()) {
                    rebuild();
                }
            });
        } else {
            rebuild();
        }
        memory.show();
        begin(launch, resumption);
    }

    private void begin(Launch launch, Optional<Resumption> resumption) {
        if (resumption.isPresent()) {
            surroundings.tasks().run(resumption.get()::profile,
                    profile -> entry.enter(profile, resumption.get()::session), e -> entry.tell(e.getMessage()));
            entry.load(_ -> false);
        } else if (launch.server().isPresent()) {
            URI server = launch.server().get();
            entry.choose(new Profile(launch.profile().orElse(server.getHost()), server,
                    launch.authority().orElse(""), "", Environment.PRODUCTION));
            entry.load(known -> launch.authority().isEmpty() && known.server().equals(server));
        } else {
            entry.load(known -> launch.profile().map(known.name()::equals).orElse(true));
        }
    }

    private void enter(SignedIn in) {
        leave();
        Feed feed = Feed.open(in.session(), surroundings.tasks(), surroundings.time());
        Injector inside = Guice.createInjector(new ConsoleModule(surroundings),
                new SessionModule(in, feed.model(), this));
        work = Optional.of(new Work(in, feed, inside));
        feed.model().ended().addListener((_, _, why) -> {
            leave();
            entry.tell(why);
            rebuild();
        });
        rebuild();
    }

    private void rebuild() {
        Views views = work.map(Work::injector).orElse(injector).getInstance(Views.class);
        Views.View view = views.load(work.isPresent() ? FxmlFile.FRAME : FxmlFile.ENTRY);
        if (view.controller() instanceof FrameView frame) {
            frame.narrowSidebar(surroundings.preferences().now().narrowSidebar());
        }
        root.getChildren().setAll(view.root());
        work.ifPresent(now -> root.getChildren().addAll(now.injector().getInstance(WizardLayer.class),
                now.injector().getInstance(HelpLayer.class), now.injector().getInstance(ToastLayer.class)));
    }

    /** Who closes the window knows that what runs at the server goes on. */
    private void closing(WindowEvent request) {
        long running = work.map(now -> now.injector().getInstance(FrameViewModel.class).runningJobs().get()).orElse(0L);
        if (running > 0) {
            request.consume();
            Texts texts = surroundings.texts();
            work.orElseThrow().injector().getInstance(Dialogs.class).ask(new Question(
                    texts.text("frame.closing.title"), List.of(texts.text("frame.closing.text", running)), Form.NONE,
                    texts.text("frame.closing.confirm"), texts.text("frame.closing.stay"), false), () -> running,
                    _ -> stage.hide());
        }
    }

    private void leave() {
        Optional<Work> before = work;
        work = Optional.empty();
        before.ifPresent(left -> surroundings.tasks().run(() -> {
            left.feed().close();
            left.in().session().close();
            return null;
        }, _ -> {
        }, _ -> {
        }));
    }

    @Override
    public void switchTheme() {
        surroundings.looks().wear(surroundings.looks().theme().get().other());
        String name = surroundings.looks().theme().get().name();
        keep(() -> surroundings.preferences().theme(name));
    }

    @Override
    public void switchLanguage() {
        Language now = surroundings.texts().language().get();
        Language next = now == Language.ENGLISH ? Language.GERMAN : Language.ENGLISH;
        surroundings.texts().speak(next);
        keep(() -> surroundings.preferences().language(next.tag()));
    }

    @Override
    public void narrowSidebar(boolean narrow) {
        keep(() -> surroundings.preferences().narrowSidebar(narrow));
    }

    private void keep(WindowMemory.Change change) {
        memory.keep(change);
    }

    @Override
    public void signOut() {
        work.ifPresent(now -> surroundings.tasks().run(() -> {
            now.in().session().signOut();
            return null;
        }, _ -> left(), e -> {
            left();
            entry.tell(e.getMessage());
        }));
    }

    private void left() {
        leave();
        rebuild();
    }

    @Override
    public void help() {
        work.ifPresent(now -> now.injector().getInstance(HelpViewModel.class).toggle());
    }

    @Override
    public void refresh() {
        work.ifPresent(now -> now.feed().refresh());
    }

    /** Where the person is while somebody is signed in; empty before. */
    public Optional<Navigator> navigator() {
        return work.map(now -> now.injector().getInstance(Navigator.class));
    }

    /** Lets everything go; what runs at the server goes on. */
    public void close() {
        memory.remember();
        leave();
    }
}
