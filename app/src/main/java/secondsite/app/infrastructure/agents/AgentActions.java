package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import secondsite.api.installation.InstallationAction;
import secondsite.api.machine.MachineSummary;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.ChosenAgents;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Screen;
import secondsite.app.words.MachinePlace;

/** What can be done with agents, and with what was ordered for them. */
public final class AgentActions implements ActionSource {

    private static final String UPGRADE = "ci-upgrade";

    private final InstallWorkflow installing;
    private final PullWorkflow pulling;
    private final BatchWorkflow batches;
    private final AgentVersions versions;
    private final Permissions permissions;
    private final Navigator navigator;
    private final Texts texts;

    @Inject
    AgentActions(InstallWorkflow installing, PullWorkflow pulling, BatchWorkflow batches, AgentVersions versions,
            Permissions permissions, Navigator navigator, Texts texts) {
        this.installing = installing;
        this.pulling = pulling;
        this.batches = batches;
        this.versions = versions;
        this.permissions = permissions;
        this.navigator = navigator;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                always("add-agents", "ci-add", this::admin, installing::install),
                always("pull-agent", "ci-terminal", this::admin, pulling::begin),
                always("upgrade-outdated", UPGRADE, this::outdated,
                        () -> installing.begin(InstallationAction.UPGRADE, versions.outdated())),
                always("installations", "ci-list", () -> Permission.YES, () -> navigator.go(Screen.INSTALLATIONS)),
                agents("upgrade-agent", UPGRADE, InstallationAction.UPGRADE, this::upgradable),
                agents("roll-back-agent", "ci-undo", InstallationAction.ROLL_BACK, this::before),
                agents("uninstall-agent", "ci-trash-can", InstallationAction.UNINSTALL, this::free),
                new Action<>("retry-installations", ChosenBatch.class, "ci-restart", Gate.REVIEW, this::retryable,
                        installing::retry),
                new Action<>("cancel-installations", ChosenBatch.class, "ci-close-outline", Gate.DIALOG,
                        this::cancellable, batches::cancel));
    }

    /** What can be asked without anything chosen. */
    private interface Question {
        Permission ask();
    }

    private static Action<Void> always(String id, String icon, Question permission, Runnable run) {
        return new Action<>(id, Void.class, icon, Gate.REVIEW, _ -> permission.ask(), _ -> run.run());
    }

    private Action<ChosenAgents> agents(String id, String icon, InstallationAction action,
            Function<MachineSummary, Permission> situation) {
        return new Action<>(id, ChosenAgents.class, icon, Gate.REVIEW, chosen -> admin().and(all(chosen, situation)),
                chosen -> installing.begin(action, chosen.machines()));
    }

    private Permission admin() {
        return permissions.role(Role.ADMIN);
    }

    /** The first of them with which it cannot be done is named. */
    private Permission all(ChosenAgents chosen, Function<MachineSummary, Permission> situation) {
        for (MachineSummary machine : chosen.machines()) {
            Permission one = machine.agent() == null
                    ? Permission.no(texts.text("agents.no-agent"))
                    : situation.apply(machine);
            if (!one.allowed()) {
                return chosen.machines().size() == 1
                        ? one
                        : Permission.no(texts.text("permission.not-for", machine.name(), one.reason()));
            }
        }
        return Permission.YES;
    }

    private Permission outdated() {
        Permission role = admin();
        if (!role.allowed()) {
            return role;
        }
        if (versions.known() && versions.newest().isEmpty()) {
            return Permission.no(texts.text("install.package.none"));
        }
        return versions.outdated().isEmpty() ? Permission.no(texts.text("agents.none-outdated")) : Permission.YES;
    }

    private Permission upgradable(MachineSummary machine) {
        if (versions.known() && versions.newest().isEmpty()) {
            return Permission.no(texts.text("install.package.none"));
        }
        return versions.standing(machine) == AgentVersions.Standing.NEWEST
                ? Permission.no(texts.text("agents.newest", versions.version(machine)))
                : Permission.YES;
    }

    private Permission before(MachineSummary machine) {
        return versions.before(machine).equals(Optional.of(""))
                ? Permission.no(texts.text("agents.nothing-before"))
                : Permission.YES;
    }

    private Permission free(MachineSummary machine) {
        return MachinePlace.isProtected(machine) ? Permission.no(texts.text("agents.protects")) : Permission.YES;
    }

    private Permission retryable(ChosenBatch batch) {
        return admin().and(batch.failed().isEmpty()
                ? Permission.no(texts.text("installations.none-failed"))
                : Permission.YES);
    }

    private Permission cancellable(ChosenBatch batch) {
        return permissions.role(Role.OPERATOR).and(batch.open().isEmpty()
                ? Permission.no(texts.text("installations.all-over"))
                : Permission.YES);
    }
}
