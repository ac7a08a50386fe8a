package secondsite.server.configuration;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.multibindings.Multibinder;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import secondsite.server.configuration.activity.EventLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.activity.job.JobType;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.activity.job.KeptJobs;
import secondsite.server.configuration.rest.CredentialEndpoints;
import secondsite.server.configuration.rest.DescriptionEndpoint;
import secondsite.server.configuration.rest.Endpoints;
import secondsite.server.configuration.rest.ErrorEndpoints;
import secondsite.server.configuration.rest.EventEndpoints;
import secondsite.server.configuration.rest.InventoryEndpoints;
import secondsite.server.configuration.rest.JobEndpoints;
import secondsite.server.configuration.rest.PlaceEndpoints;
import secondsite.server.configuration.rest.PolicyEndpoints;
import secondsite.server.configuration.rest.ReportEndpoints;
import secondsite.server.configuration.rest.SecurityEndpoints;
import secondsite.server.configuration.rest.UserEndpoints;
import secondsite.server.configuration.security.Authority;
import secondsite.server.configuration.security.Joining;
import secondsite.server.configuration.security.SecretKeys;
import secondsite.server.configuration.store.Database;
import secondsite.server.settings.ConfigurationServerSettings;

/** How the parts of a configuration server are put together. */
final class ConfigurationModule extends AbstractModule {

    private final ConfigurationServerSettings settings;
    private final Database database;
    private final Authority authority;
    private final SecretKeys secretKeys;
    private final InstantSource clock;
    private final SecureRandom random;

    ConfigurationModule(ConfigurationServerSettings settings, Database database, Authority authority,
            SecretKeys secretKeys, InstantSource clock, SecureRandom random) {
        this.settings = settings;
        this.database = database;
        this.authority = authority;
        this.secretKeys = secretKeys;
        this.clock = clock;
        this.random = random;
    }

    @Override
    protected void configure() {
        bind(ConfigurationServerSettings.class).toInstance(settings);
        bind(Database.class).toInstance(database);
        bind(Authority.class).toInstance(authority);
        bind(SecretKeys.class).toInstance(secretKeys);
        bind(X509Certificate.class).toInstance(authority.own().certificate());
        bind(InstantSource.class).toInstance(clock);
        bind(SecureRandom.class).toInstance(random);
        bind(Events.class).to(EventLog.class);
        bind(Jobs.class).to(KeptJobs.class);
        Multibinder.newSetBinder(binder(), JobType.class);
        var endpoints = Multibinder.newSetBinder(binder(), Endpoints.class);
        endpoints.addBinding().to(DescriptionEndpoint.class);
        endpoints.addBinding().to(SecurityEndpoints.class);
        endpoints.addBinding().to(UserEndpoints.class);
        endpoints.addBinding().to(PolicyEndpoints.class);
        endpoints.addBinding().to(CredentialEndpoints.class);
        endpoints.addBinding().to(JobEndpoints.class);
        endpoints.addBinding().to(EventEndpoints.class);
        endpoints.addBinding().to(ErrorEndpoints.class);
        endpoints.addBinding().to(ReportEndpoints.class);
        endpoints.addBinding().to(PlaceEndpoints.class);
        endpoints.addBinding().to(InventoryEndpoints.class);
    }

    @Provides
    @Singleton
    Joining.Means means() {
        return new Joining.Means(settings.certificates().duration(), clock, random);
    }
}
