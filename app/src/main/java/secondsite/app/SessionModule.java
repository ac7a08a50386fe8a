package secondsite.app;

import com.google.inject.AbstractModule;
import com.google.inject.multibindings.Multibinder;
import secondsite.app.action.ActionSource;
import secondsite.app.alerts.AlertActions;
import secondsite.app.entry.SignedIn;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.LayeredDialogs;
import secondsite.app.failover.FailoverActions;
import secondsite.app.frame.FrameCommands;
import secondsite.app.frame.Notices;
import secondsite.app.infrastructure.InfrastructureActions;
import secondsite.app.infrastructure.agents.AgentActions;
import secondsite.app.jobs.JobActions;
import secondsite.app.networks.NetworkActions;
import secondsite.app.policies.PolicyActions;
import secondsite.app.protect.ProtectActions;
import secondsite.app.session.Catalogue;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;
import secondsite.app.settings.CredentialActions;
import secondsite.app.settings.SettingsActions;

/** What is there while somebody is signed in. Every source of actions is named here. */
final class SessionModule extends AbstractModule {

    private final SignedIn in;
    private final LiveModel live;
    private final FrameCommands commands;

    SessionModule(SignedIn in, LiveModel live, FrameCommands commands) {
        this.in = in;
        this.live = live;
        this.commands = commands;
    }

    @Override
    protected void configure() {
        bind(Session.class).toInstance(in.session());
        bind(Catalogue.class).toInstance(in.catalogue());
        bind(LiveModel.class).toInstance(live);
        bind(FrameCommands.class).toInstance(commands);
        bind(Notices.class).asEagerSingleton();
        Multibinder<ActionSource> sources = Multibinder.newSetBinder(binder(), ActionSource.class);
        sources.addBinding().to(FrameActions.class);
        sources.addBinding().to(ProtectActions.class);
        operations(sources);
        sources.addBinding().to(FailoverActions.class);
    }

    private void operations(Multibinder<ActionSource> sources) {
        bind(Dialogs.class).to(LayeredDialogs.class);
        sources.addBinding().to(JobActions.class);
        sources.addBinding().to(AlertActions.class);
        sources.addBinding().to(PolicyActions.class);
        sources.addBinding().to(InfrastructureActions.class);
        sources.addBinding().to(AgentActions.class);
        sources.addBinding().to(NetworkActions.class);
        sources.addBinding().to(SettingsActions.class);
        sources.addBinding().to(CredentialActions.class);
    }
}
