package secondsite.app.settings;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.security.Credential;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;

/** What can be done with credentials. */
public final class CredentialActions implements ActionSource {

    private final CredentialWorkflow workflow;
    private final Permissions permissions;

    @Inject
    public CredentialActions(CredentialWorkflow workflow, Permissions permissions) {
        this.workflow = workflow;
        this.permissions = permissions;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                new Action<>("add-credential", Void.class, "ci-add", Gate.DIALOG, _ -> admin(), _ -> workflow.add()),
                new Action<>("change-credential", Credential.class, "ci-password", Gate.DIALOG, _ -> admin(),
                        workflow::change),
                new Action<>("remove-credential", Credential.class, "ci-trash-can", Gate.REVIEW, _ -> admin(),
                        workflow::remove));
    }

    private Permission admin() {
        return permissions.role(Role.ADMIN);
    }
}
