package secondsite.app;

import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.stage.Stage;
import secondsite.app.fx.Language;
import secondsite.app.fx.Looks;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Theme;
import secondsite.app.fx.TickingClock;
import secondsite.app.kept.PreferenceStore;
import secondsite.app.kept.Preferences;
import secondsite.app.kept.Profiles;
import secondsite.app.session.Resumption;

/** Opens the console's window upon this computer's clock, files and language. */
public final class ConsoleApplication extends Application {

    /** What was begun before there are windows: their toolkit makes this object by itself, and can hand nothing on to it but words. */
    private static final AtomicReference<Resumption> BEGUN = new AtomicReference<>();

    private Console console;

    /** Runs the console until its window is closed. The server is asked while the toolkit of the windows starts. */
    static void run(Launch launch, List<String> words) {
        launch.session().ifPresent(file -> BEGUN.set(Resumption.begin(file, launch.profile())));
        launch(ConsoleApplication.class, words.toArray(String[]::new));
    }

    @Override
    public void start(Stage stage) {
        Launch launch = Launch.of(getParameters().getRaw());
        Path folder = launch.folder().orElseGet(ConsoleApplication::folder);
        var kept = new PreferenceStore(folder);
        Preferences liked = kept.now();
        var clock = new TickingClock(InstantSource.system(), ZoneId.systemDefault());
        clock.start();
        console = new Console(stage, new Surroundings(Tasks.ofConsole(),
                new Texts(liked.language() == null
                        ? Language.of(Locale.getDefault())
                        : Language.of(Locale.of(liked.language()))),
                new Looks("DARK".equals(liked.theme()) ? Theme.DARK : Theme.LIGHT), clock, InstantSource.system(),
                new Profiles(folder), kept));
        console.open(launch, Optional.ofNullable(BEGUN.getAndSet(null)));
    }

    private static Path folder() {
        String configured = System.getenv("XDG_CONFIG_HOME");
        Path base = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(configured);
        return base.resolve("secondsite").resolve("console");
    }

    @Override
    public void stop() {
        console.close();
    }
}
