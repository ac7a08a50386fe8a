package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.plan.Copies;
import secondsite.server.configuration.plan.HostedCopies;
import secondsite.server.configuration.plan.PlanCleaning;
import secondsite.server.configuration.plan.PlanConditions;
import secondsite.server.configuration.plan.PlanRunning;
import secondsite.server.configuration.rest.Endpoints;
import secondsite.server.configuration.rest.PlanEndpoints;
import secondsite.server.configuration.rest.PlanRunEndpoints;

/** How recovery plans are put together. */
final class PlanModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(Copies.class).to(HostedCopies.class);
        var types = Multibinder.newSetBinder(binder(), JobType.class);
        types.addBinding().to(PlanRunning.class);
        types.addBinding().to(PlanCleaning.class);
        Multibinder.newSetBinder(binder(), Conditions.class).addBinding().to(PlanConditions.class);
        var endpoints = Multibinder.newSetBinder(binder(), Endpoints.class);
        endpoints.addBinding().to(PlanEndpoints.class);
        endpoints.addBinding().to(PlanRunEndpoints.class);
    }
}
