package secondsite.app;

import com.google.inject.AbstractModule;
import java.time.InstantSource;
import secondsite.app.fx.Looks;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.kept.PreferenceStore;
import secondsite.app.kept.Profiles;

/** What is there whether somebody is signed in or not. */
final class ConsoleModule extends AbstractModule {

    private final Surroundings surroundings;

    ConsoleModule(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    protected void configure() {
        bind(Tasks.class).toInstance(surroundings.tasks());
        bind(Texts.class).toInstance(surroundings.texts());
        bind(Looks.class).toInstance(surroundings.looks());
        bind(TickingClock.class).toInstance(surroundings.clock());
        bind(InstantSource.class).toInstance(surroundings.time());
        bind(Profiles.class).toInstance(surroundings.profiles());
        bind(PreferenceStore.class).toInstance(surroundings.preferences());
    }
}
