package secondsite.app.policies;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.dialog.Dialogs;
import secondsite.app.dialog.Question;
import secondsite.app.form.Form;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.session.Session;

/** What can be done with policies. */
public final class PolicyActions implements ActionSource {

    private final PoliciesViewModel model;
    private final Permissions permissions;
    private final Session session;
    private final Dialogs dialogs;
    private final Navigator navigator;
    private final Texts texts;

    @Inject
    public PolicyActions(PoliciesViewModel model, Permissions permissions, Session session, Dialogs dialogs,
            Navigator navigator, Texts texts) {
        this.model = model;
        this.permissions = permissions;
        this.session = session;
        this.dialogs = dialogs;
        this.navigator = navigator;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(new Action<>("add-policy", Void.class, "ci-add", Gate.REVIEW, _ -> admin(), _ -> {
            navigator.go(Screen.POLICIES);
            model.add();
        }), new Action<>("edit-policy", ListedPolicy.class, "ci-edit", Gate.REVIEW, _ -> admin(), model::edit),
                new Action<>("copy-policy", ListedPolicy.class, "ci-copy", Gate.REVIEW, _ -> admin(), model::copy),
                new Action<>("remove-policy", ListedPolicy.class, "ci-trash-can", Gate.DIALOG, this::removable,
                        this::remove));
    }

    private Permission admin() {
        return permissions.role(Role.ADMIN);
    }

    private Permission removable(ListedPolicy policy) {
        if (policy.standard()) {
            return admin().and(Permission.no(texts.text("policies.remove.standard")));
        }
        if (!policy.forth().isEmpty()) {
            return admin().and(Permission.no(texts.text("policies.remove.back", policy.forth())));
        }
        return admin().and(policy.used() > 0
                ? Permission.no(texts.text("policies.used", policy.used()))
                : Permission.YES);
    }

    private void remove(ListedPolicy policy) {
        String name = policy.policy().name();
        dialogs.ask(new Question(texts.text("policies.remove.title", name), List.of(texts.text("policies.remove.text")),
                Form.NONE, texts.text("policies.remove.confirm", name), texts.text("dialog.cancel"), true), () -> {
                    session.policies().remove(policy.policy().id());
                    return name;
                }, _ -> model.ask());
    }
}
