package secondsite.app.wizard;

import jakarta.inject.Inject;
import javafx.beans.property.ReadOnlyObjectProperty;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.kept.Environment;
import secondsite.app.navigation.Navigator;
import secondsite.app.session.Freshness;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** What every wizard stands in. */
public final class WizardSurroundings {

    private final Wizards wizards;
    private final Navigator navigator;
    private final Session session;
    private final LiveModel live;
    private final Tasks tasks;
    private final Texts texts;

    @Inject
    public WizardSurroundings(Wizards wizards, Navigator navigator, Session session, LiveModel live, Tasks tasks,
            Texts texts) {
        this.wizards = wizards;
        this.navigator = navigator;
        this.session = session;
        this.live = live;
        this.tasks = tasks;
        this.texts = texts;
    }

    Wizards wizards() {
        return wizards;
    }

    Navigator navigator() {
        return navigator;
    }

    Tasks tasks() {
        return tasks;
    }

    Texts texts() {
        return texts;
    }

    /** How much depends on the deployment: gates are lower where that is little. */
    Environment environment() {
        return session.profile().environment();
    }

    ReadOnlyObjectProperty<Freshness> freshness() {
        return live.freshness();
    }
}
