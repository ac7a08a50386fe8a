package secondsite.app;

import java.time.InstantSource;
import secondsite.app.fx.Looks;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.kept.PreferenceStore;
import secondsite.app.kept.Profiles;

/** In what a console runs: all that it has from outside, besides its window. */
public record Surroundings(Tasks tasks, Texts texts, Looks looks, TickingClock clock, InstantSource time,
        Profiles profiles, PreferenceStore preferences) {}
