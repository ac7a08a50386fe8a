package secondsite.app.settings;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import secondsite.api.security.Credential;
import secondsite.app.fx.Tasks;
import secondsite.app.session.Session;

/** With what the deployment signs in elsewhere, as told when somebody came to the settings or changed something of it. */
@Singleton
public final class CredentialsViewModel {

    private final Session session;
    private final Tasks tasks;
    private final SettingsViewModel settings;
    private final ReadOnlyObjectWrapper<List<Credential>> all = new ReadOnlyObjectWrapper<>(List.of());

    @Inject
    CredentialsViewModel(Session session, Tasks tasks, SettingsViewModel settings) {
        this.session = session;
        this.tasks = tasks;
        this.settings = settings;
    }

    void ask() {
        tasks.run(() -> session.credentials().credentials().credentials(), all::set, settings::failed);
    }

    ReadOnlyObjectProperty<List<Credential>> all() {
        return all.getReadOnlyProperty();
    }
}
