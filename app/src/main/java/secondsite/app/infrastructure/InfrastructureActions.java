package secondsite.app.infrastructure;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;
import secondsite.api.security.CertificateList.Certificate;
import secondsite.api.security.Role;
import secondsite.api.site.Host;
import secondsite.api.site.ServerSummary;
import secondsite.api.site.Site;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;

/** What can be done with the parts of a deployment. */
public final class InfrastructureActions implements ActionSource {

    private static final String CHANGE = "ci-edit";
    private static final String REMOVE = "ci-trash-can";
    private static final String ADD = "ci-add";

    private final PlaceWorkflow places;
    private final JoinWorkflow joining;
    private final InfrastructureViewModel model;
    private final Permissions permissions;
    private final Texts texts;

    @Inject
    public InfrastructureActions(PlaceWorkflow places, JoinWorkflow joining, InfrastructureViewModel model,
            Permissions permissions, Texts texts) {
        this.places = places;
        this.joining = joining;
        this.model = model;
        this.permissions = permissions;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(always("join-agent", () -> joining.join(Joining.Program.AGENT)),
                always("join-server", () -> joining.join(Joining.Program.PROCESS_SERVER)),
                always("add-site", places::addSite),
                new Action<>("add-host", Void.class, ADD, Gate.DIALOG, _ -> hostable(), _ -> places.addHost()),
                of("change-site", Site.class, CHANGE, places::change),
                of("remove-site", Site.class, REMOVE, places::remove),
                of("place-server", ServerSummary.class, CHANGE, places::place),
                new Action<>("remove-server", ServerSummary.class, REMOVE, Gate.REVIEW, _ -> admin(), places::remove),
                of("change-host", Host.class, CHANGE, places::change),
                of("remove-host", Host.class, REMOVE, places::remove),
                new Action<>("revoke-certificate", Certificate.class, "ci-close-outline", Gate.REVIEW,
                        this::revocable, joining::revoke));
    }

    private Action<Void> always(String id, Runnable run) {
        return new Action<>(id, Void.class, ADD, Gate.DIALOG, _ -> admin(), _ -> run.run());
    }

    private <T> Action<T> of(String id, Class<T> target, String icon, Consumer<T> run) {
        return new Action<>(id, target, icon, Gate.DIALOG, _ -> admin(), run);
    }

    private Permission admin() {
        return permissions.role(Role.ADMIN);
    }

    private Permission hostable() {
        return admin().and(model.groups().isEmpty()
                ? Permission.no(texts.text("infrastructure.host.no-group"))
                : Permission.YES);
    }

    private Permission revocable(Certificate certificate) {
        return admin().and(certificate.revoked() == null
                ? Permission.YES
                : Permission.no(texts.text("infrastructure.revoked")));
    }
}
