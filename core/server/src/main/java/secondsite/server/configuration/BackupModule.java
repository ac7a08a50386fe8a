package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.backup.BackupPlaces;
import secondsite.server.configuration.backup.Backups;
import secondsite.server.configuration.backup.MasterTargetPlaces;
import secondsite.server.configuration.rest.BackupEndpoints;
import secondsite.server.configuration.rest.Endpoints;

/** How backups are put together. */
final class BackupModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(BackupPlaces.class).to(MasterTargetPlaces.class);
        Multibinder.newSetBinder(binder(), Conditions.class).addBinding().to(Backups.class);
        Multibinder.newSetBinder(binder(), Endpoints.class).addBinding().to(BackupEndpoints.class);
    }
}
