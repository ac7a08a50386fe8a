package secondsite.app.settings;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.security.Role;
import secondsite.api.security.UserList.User;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;

/** What can be done with users, backups and the audit log. */
public final class SettingsActions implements ActionSource {

    private final UserWorkflow workflow;
    private final SettingsViewModel model;
    private final Permissions permissions;
    private final Texts texts;

    @Inject
    public SettingsActions(UserWorkflow workflow, SettingsViewModel model, Permissions permissions, Texts texts) {
        this.workflow = workflow;
        this.model = model;
        this.permissions = permissions;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                new Action<>("add-user", Void.class, "ci-user-follow", Gate.DIALOG, _ -> admin(),
                        _ -> workflow.add()),
                new Action<>("back-up", Void.class, "ci-save", Gate.DIALOG, _ -> admin(), _ -> workflow.backUp()),
                new Action<>("new-passphrase", Void.class, "ci-password", Gate.DIALOG, _ -> admin(),
                        _ -> workflow.newPassphrase()),
                new Action<>("verify-audit", Void.class, "ci-link", Gate.NONE, _ -> permissions.role(Role.VIEWER),
                        _ -> model.verify()),
                new Action<>("change-role", User.class, "ci-edit", Gate.DIALOG, _ -> admin(), workflow::change),
                new Action<>("change-password", User.class, "ci-password", Gate.DIALOG, _ -> admin(),
                        workflow::password),
                new Action<>("remove-user", User.class, "ci-trash-can", Gate.DIALOG, this::removable,
                        workflow::remove));
    }

    private Permission admin() {
        return permissions.role(Role.ADMIN);
    }

    private Permission removable(User user) {
        return admin().and(user.name().equals(model.user())
                ? Permission.no(texts.text("settings.user.self"))
                : Permission.YES);
    }
}
