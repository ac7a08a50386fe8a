package secondsite.app;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.frame.FrameCommands;

/** What can be done with the console itself. */
final class FrameActions implements ActionSource {

    private final FrameCommands commands;

    @Inject
    FrameActions(FrameCommands commands) {
        this.commands = commands;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(always("switch-theme", "ci-moon", commands::switchTheme),
                always("switch-language", "ci-translate", commands::switchLanguage),
                always("help", "ci-help", commands::help), always("refresh", "ci-renew", commands::refresh),
                always("sign-out", "ci-logout", commands::signOut));
    }

    private static Action<Void> always(String id, String icon, Runnable run) {
        return new Action<>(id, Void.class, icon, Gate.NONE, _ -> Permission.YES, _ -> run.run());
    }
}
