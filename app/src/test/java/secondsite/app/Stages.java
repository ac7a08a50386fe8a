package secondsite.app;

import com.google.inject.Guice;
import com.google.inject.Injector;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import secondsite.api.activity.ErrorText;
import secondsite.api.security.Role;
import secondsite.app.entry.SignedIn;
import secondsite.app.frame.FrameCommands;
import secondsite.app.fx.Language;
import secondsite.app.fx.Looks;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Theme;
import secondsite.app.fx.TickingClock;
import secondsite.app.kept.PreferenceStore;
import secondsite.app.kept.Profiles;
import secondsite.app.session.Catalogue;
import secondsite.app.session.FabricatedDeployment;

/** A console's wiring around a fabricated deployment, for tests of views and models. */
public final class Stages {

    /** Does nothing when it is asked for something. */
    private static final class NoCommands implements FrameCommands {
        @Override
        public void switchTheme() {}

        @Override
        public void switchLanguage() {}

        @Override
        public void signOut() {}

        @Override
        public void narrowSidebar(boolean narrow) {}

        @Override
        public void help() {}

        @Override
        public void refresh() {}
    }

    private final Surroundings surroundings;
    private final FabricatedDeployment deployment;
    private final Injector injector;
    private Instant now = FabricatedDeployment.NOW;

    /** @param folder for what the console keeps */
    public Stages(Path folder, Tasks tasks, Role role) {
        InstantSource time = () -> now;
        surroundings = new Surroundings(tasks, new Texts(Language.ENGLISH), new Looks(Theme.LIGHT),
                new TickingClock(time, ZoneId.of("Europe/Berlin")), time, new Profiles(folder),
                new PreferenceStore(folder));
        deployment = new FabricatedDeployment(time);
        var catalogue = new Catalogue(surroundings.texts(), Map.of(Language.ENGLISH,
                List.of(new ErrorText("RPO_EXCEEDED", "The newest recovery point is older than the policy allows.", "",
                        ""),
                        new ErrorText("CHURN_HIGH", "The machine writes more than usual.", "", ""))));
        injector = Guice.createInjector(new ConsoleModule(surroundings),
                new SessionModule(new SignedIn(FabricatedDeployment.session(role), catalogue), deployment.live(),
                        new NoCommands()));
    }

    /** So much time went by. */
    public void later(Duration time) {
        now = now.plus(time);
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public FabricatedDeployment deployment() {
        return deployment;
    }

    public <T> T get(Class<T> type) {
        return injector.getInstance(type);
    }
}
