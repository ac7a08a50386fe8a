package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import com.google.inject.multibindings.ProvidesIntoSet;
import secondsite.api.installation.InstallationAction;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.installation.AgentJob;
import secondsite.server.configuration.installation.AgentTasks;
import secondsite.server.configuration.rest.Endpoints;
import secondsite.server.configuration.rest.InstallationEndpoints;
import secondsite.server.configuration.rest.PackageEndpoints;

/** How the installation of agents is put together. */
final class InstallationModule extends AbstractModule {

    @Override
    protected void configure() {
        var endpoints = Multibinder.newSetBinder(binder(), Endpoints.class);
        endpoints.addBinding().to(InstallationEndpoints.class);
        endpoints.addBinding().to(PackageEndpoints.class);
    }

    @ProvidesIntoSet
    JobType preflight(AgentTasks tasks) {
        return new AgentJob(InstallationAction.PREFLIGHT, tasks);
    }

    @ProvidesIntoSet
    JobType install(AgentTasks tasks) {
        return new AgentJob(InstallationAction.INSTALL, tasks);
    }

    @ProvidesIntoSet
    JobType upgrade(AgentTasks tasks) {
        return new AgentJob(InstallationAction.UPGRADE, tasks);
    }

    @ProvidesIntoSet
    JobType rollBack(AgentTasks tasks) {
        return new AgentJob(InstallationAction.ROLL_BACK, tasks);
    }

    @ProvidesIntoSet
    JobType uninstall(AgentTasks tasks) {
        return new AgentJob(InstallationAction.UNINSTALL, tasks);
    }
}
