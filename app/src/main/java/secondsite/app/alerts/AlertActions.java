package secondsite.app.alerts;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.activity.Alert;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;

/** What can be done with an alert. */
public final class AlertActions implements ActionSource {

    private final AlertWorkflow workflow;
    private final AlertsViewModel model;
    private final Permissions permissions;
    private final Texts texts;

    @Inject
    public AlertActions(AlertWorkflow workflow, AlertsViewModel model, Permissions permissions, Texts texts) {
        this.workflow = workflow;
        this.model = model;
        this.permissions = permissions;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                new Action<>("open-alert", Alert.class, "ci-arrow-right", Gate.NONE, _ -> Permission.YES, model::open),
                new Action<>("acknowledge-alert", Alert.class, "ci-checkmark", Gate.DIALOG, this::acknowledge,
                        workflow::acknowledge),
                new Action<>("mute-alert", Alert.class, "ci-notification-off", Gate.DIALOG, this::open,
                        workflow::mute));
    }

    private Permission open(Alert alert) {
        return permissions.role(Role.OPERATOR)
                .and(alert.open() ? Permission.YES : Permission.no(texts.text("alerts.over")));
    }

    private Permission acknowledge(Alert alert) {
        return open(alert).and(alert.acknowledged() == null
                ? Permission.YES
                : Permission.no(texts.text("alerts.acknowledged", alert.acknowledged().who())));
    }
}
