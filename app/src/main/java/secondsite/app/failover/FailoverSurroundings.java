package secondsite.app.failover;

import jakarta.inject.Inject;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.session.Catalogue;
import secondsite.app.session.Session;
import secondsite.app.wizard.Wizards;

/** What every workflow of this package stands in. */
final class FailoverSurroundings {

    private final Session session;
    private final Forecasts forecasts;
    private final Tasks tasks;
    private final Texts texts;
    private final Formats formats;
    private final TickingClock clock;
    private final Catalogue catalogue;
    private final Wizards wizards;

    @Inject
    FailoverSurroundings(Session session, Forecasts forecasts, Tasks tasks, Texts texts, Formats formats,
            TickingClock clock, Catalogue catalogue, Wizards wizards) {
        this.session = session;
        this.forecasts = forecasts;
        this.tasks = tasks;
        this.texts = texts;
        this.formats = formats;
        this.clock = clock;
        this.catalogue = catalogue;
        this.wizards = wizards;
    }

    Session session() {
        return session;
    }

    Forecasts forecasts() {
        return forecasts;
    }

    Tasks tasks() {
        return tasks;
    }

    Texts texts() {
        return texts;
    }

    String text(String key, Object... values) {
        return texts.text(key, values);
    }

    Formats formats() {
        return formats;
    }

    TickingClock clock() {
        return clock;
    }

    Catalogue catalogue() {
        return catalogue;
    }

    Wizards wizards() {
        return wizards;
    }
}
