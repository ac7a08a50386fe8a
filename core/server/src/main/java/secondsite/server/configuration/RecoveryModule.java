package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.protection.OpenFailovers;
import secondsite.server.configuration.recovery.Cleaning;
import secondsite.server.configuration.recovery.Cancelling;
import secondsite.server.configuration.recovery.Committing;
import secondsite.server.configuration.recovery.CopyConditions;
import secondsite.server.configuration.recovery.PointChanging;
import secondsite.server.configuration.recovery.FailingOver;
import secondsite.server.configuration.recovery.FailoverBook;
import secondsite.server.configuration.recovery.FailoverInEarnest;
import secondsite.server.configuration.recovery.Failovers;
import secondsite.server.configuration.recovery.HostsFirst;
import secondsite.server.configuration.recovery.OrderedFailovers;
import secondsite.server.configuration.recovery.Restarting;
import secondsite.server.configuration.recovery.Reversing;
import secondsite.server.configuration.recovery.TestFailover;
import secondsite.server.configuration.rest.Endpoints;
import secondsite.server.configuration.rest.FailoverEndpoints;

/** How failovers are put together. */
final class RecoveryModule extends AbstractModule {

    @Override
    protected void configure() {
        bind(OpenFailovers.class).to(FailoverBook.class);
        bind(Failovers.class).to(OrderedFailovers.class);
        Multibinder.newSetBinder(binder(), Endpoints.class).addBinding().to(FailoverEndpoints.class);
        Multibinder.newSetBinder(binder(), Conditions.class).addBinding().to(CopyConditions.class);
    }

    @ProvidesIntoSet
    JobType planned(FailingOver failingOver, HostsFirst hosts) {
        return hosts.before(FailoverInEarnest.planned(failingOver));
    }

    @ProvidesIntoSet
    JobType unplanned(FailingOver failingOver, HostsFirst hosts) {
        return hosts.before(FailoverInEarnest.unplanned(failingOver));
    }

    @ProvidesIntoSet
    JobType test(TestFailover type, HostsFirst hosts) {
        return hosts.before(type);
    }

    @ProvidesIntoSet
    JobType cleaning(Cleaning type, HostsFirst hosts) {
        return hosts.before(type);
    }

    @ProvidesIntoSet
    JobType changing(PointChanging type, HostsFirst hosts) {
        return hosts.before(type);
    }

    @ProvidesIntoSet
    JobType committing(Committing type, HostsFirst hosts) {
        return hosts.before(type);
    }

    @ProvidesIntoSet
    JobType cancelling(Cancelling type, HostsFirst hosts) {
        return hosts.before(type);
    }

    @ProvidesIntoSet
    JobType restarting(Restarting type, HostsFirst hosts) {
        return hosts.before(type);
    }

    @ProvidesIntoSet
    JobType reversing(Reversing type, HostsFirst hosts) {
        return hosts.before(type);
    }
}
