package secondsite.app.networks;

import jakarta.inject.Inject;
import java.util.List;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;
import secondsite.app.networks.NetworksViewModel.KnownCard;

/** What can be done with networks and cards. */
public final class NetworkActions implements ActionSource {

    private final NetworkWorkflow workflow;
    private final NetworksViewModel model;
    private final Permissions permissions;
    private final Texts texts;

    @Inject
    public NetworkActions(NetworkWorkflow workflow, NetworksViewModel model, Permissions permissions, Texts texts) {
        this.workflow = workflow;
        this.model = model;
        this.permissions = permissions;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                new Action<>("add-network", Void.class, "ci-add", Gate.DIALOG, _ -> addable(), _ -> workflow.add()),
                new Action<>("map-network", MappedNetwork.class, "ci-flow-connection", Gate.DIALOG, _ -> admin(),
                        workflow::map),
                new Action<>("remove-network", MappedNetwork.class, "ci-trash-can", Gate.DIALOG, this::removable,
                        workflow::remove),
                new Action<>("change-card", KnownCard.class, "ci-edit", Gate.DIALOG,
                        _ -> admin(), workflow::change));
    }

    private Permission admin() {
        return permissions.role(Role.ADMIN);
    }

    private Permission addable() {
        return admin().and(model.sites().isEmpty()
                ? Permission.no(texts.text("networks.no-site"))
                : Permission.YES);
    }

    private Permission removable(MappedNetwork network) {
        return admin().and(network.target() ? Permission.no(texts.text("networks.taken")) : Permission.YES);
    }
}
