package secondsite.app.action;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.security.Role;
import secondsite.app.fx.Texts;
import secondsite.app.session.Catalogue;
import secondsite.app.session.Freshness;
import secondsite.app.session.LiveModel;
import secondsite.app.session.Session;

/** Says what may be done now, as the server told it: to this person, with what is known. */
@Singleton
public final class Permissions {

    private final Session session;
    private final LiveModel live;
    private final Catalogue catalogue;
    private final Texts texts;

    @Inject
    public Permissions(Session session, LiveModel live, Catalogue catalogue, Texts texts) {
        this.session = session;
        this.live = live;
        this.catalogue = catalogue;
        this.texts = texts;
    }

    /** Whether this person may do what needs that role, and whether what is shown is fresh enough to decide by it. */
    public Permission role(Role needed) {
        if (!session.role().includes(needed)) {
            return Permission.no(texts.text("permission.role", texts.text("role." + needed.word()),
                    texts.text("role." + session.role().word())));
        }
        return live.freshness().get() == Freshness.STALE
                ? Permission.no(texts.text("permission.stale"))
                : Permission.YES;
    }

    /** Whether that may be done to the machine, by this person. */
    public Permission machine(ProtectionAction action, Role needed, ChosenMachine machine) {
        return role(needed).and(state(action, machine));
    }

    private Permission state(ProtectionAction action, ChosenMachine machine) {
        if (machine.protection() == null) {
            return Permission.no(texts.text("permission.loading"));
        }
        Optional<AllowedAction> told = machine.protection().actions().stream()
                .filter(each -> each.action() == action).findFirst();
        return told.map(each -> each.allowed() ? Permission.YES : Permission.no(catalogue.message(each.reason())))
                .orElseGet(() -> Permission.no(texts.text("permission.unknown")));
    }

    /** Whether that may be done to all of them; if not, the first for which it may not is named. */
    public Permission machines(ProtectionAction action, Role needed, ChosenMachines chosen) {
        Permission role = role(needed);
        if (!role.allowed()) {
            return role;
        }
        for (ChosenMachine machine : chosen.machines()) {
            Permission one = state(action, machine);
            if (!one.allowed()) {
                return chosen.machines().size() == 1
                        ? one
                        : Permission.no(texts.text("permission.not-for", machine.summary().name(), one.reason()));
            }
        }
        return Permission.YES;
    }
}
