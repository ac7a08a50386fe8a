package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.OptionalBinder;
import java.util.Optional;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.health.ProtectedMachines;
import secondsite.server.configuration.notification.Deliveries;
import secondsite.server.configuration.rest.AlertEndpoints;
import secondsite.server.configuration.rest.Endpoints;
import secondsite.server.configuration.rest.HealthEndpoints;
import secondsite.server.configuration.rest.MetricsEndpoint;
import secondsite.server.configuration.rest.NotificationEndpoints;

/** How health, alerts, notification and metrics are put together. */
final class HealthModule extends AbstractModule {

    @Override
    protected void configure() {
        OptionalBinder.newOptionalBinder(binder(), ProtectedMachines.class).setDefault()
                .toInstance(_ -> Optional.empty());
        Multibinder.newSetBinder(binder(), Conditions.class).addBinding().to(Deliveries.class);
        var endpoints = Multibinder.newSetBinder(binder(), Endpoints.class);
        endpoints.addBinding().to(AlertEndpoints.class);
        endpoints.addBinding().to(HealthEndpoints.class);
        endpoints.addBinding().to(NotificationEndpoints.class);
        endpoints.addBinding().to(MetricsEndpoint.class);
    }
}
