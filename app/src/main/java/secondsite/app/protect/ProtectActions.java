package secondsite.app.protect;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.ChosenDisk;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.ChosenMachines;
import secondsite.app.action.ChosenPoint;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;

/** What can be done to the protection of machines, and to their points. */
public final class ProtectActions implements ActionSource {

    private final Permissions permissions;
    private final ProtectWorkflow protecting;
    private final PauseWorkflow pausing;
    private final ResyncWorkflow comparing;
    private final DisableWorkflow ending;
    private final PointWorkflow points;
    private final PolicyWorkflow policies;
    private final GroupWorkflow groups;
    private final DiskWorkflow disks;
    private final Texts texts;

    @Inject
    ProtectActions(Permissions permissions, ProtectWorkflow protecting, PauseWorkflow pausing,
            ResyncWorkflow comparing, DisableWorkflow ending, PointWorkflow points, PolicyWorkflow policies,
            GroupWorkflow groups, DiskWorkflow disks, Texts texts) {
        this.permissions = permissions;
        this.protecting = protecting;
        this.pausing = pausing;
        this.comparing = comparing;
        this.ending = ending;
        this.points = points;
        this.policies = policies;
        this.groups = groups;
        this.disks = disks;
        this.texts = texts;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                new Action<>("protect", Void.class, "ci-add", Gate.REVIEW, _ -> permissions.role(Role.OPERATOR),
                        _ -> protecting.begin(List.of())),
                one("protect", "ci-security", Gate.REVIEW, ProtectionAction.ENABLE,
                        machine -> protecting.begin(List.of(machine.summary().id()))),
                one("pause", "ci-pause", Gate.DIALOG, ProtectionAction.PAUSE,
                        machine -> pausing.pause(List.of(machine))),
                one("resume", "ci-play", Gate.NONE, ProtectionAction.RESUME,
                        machine -> pausing.resume(List.of(machine))),
                one("resync", "ci-renew", Gate.DIALOG, ProtectionAction.RESYNC, comparing::resync),
                one("verify", "ci-compare", Gate.DIALOG, ProtectionAction.VERIFY,
                        machine -> comparing.verify(List.of(machine))),
                one("bookmark", "ci-bookmark", Gate.NONE, ProtectionAction.BOOKMARK, points::bookmark),
                one("app-point", "ci-application", Gate.DIALOG, ProtectionAction.APP_POINT, points::appPoint),
                one("set-policy", "ci-policy", Gate.DIALOG, ProtectionAction.SET_POLICY, policies::choose),
                new Action<>("group", ChosenMachine.class, "ci-group", Gate.DIALOG,
                        machine -> grouping(List.of(machine)), machine -> groups.choose(List.of(machine))),
                new Action<>("group-point", ChosenMachine.class, "ci-collaborate", Gate.DIALOG, this::groupPoint,
                        groups::point),
                one("disable", "ci-trash-can", Gate.REVIEW, ProtectionAction.DISABLE, ending::disable),
                several("protect", "ci-security", Gate.REVIEW, ProtectionAction.ENABLE,
                        chosen -> protecting.begin(chosen.machines().stream().map(each -> each.summary().id())
                                .toList())),
                several("pause", "ci-pause", Gate.DIALOG, ProtectionAction.PAUSE,
                        chosen -> pausing.pause(chosen.machines())),
                several("resume", "ci-play", Gate.NONE, ProtectionAction.RESUME,
                        chosen -> pausing.resume(chosen.machines())),
                several("verify", "ci-compare", Gate.DIALOG, ProtectionAction.VERIFY,
                        chosen -> comparing.verify(chosen.machines())),
                new Action<>("group", ChosenMachines.class, "ci-group", Gate.DIALOG,
                        chosen -> grouping(chosen.machines()), chosen -> groups.choose(chosen.machines())),
                new Action<>("add-disk", ChosenDisk.class, "ci-add", Gate.DIALOG, this::adding, disks::add),
                new Action<>("remove-disk", ChosenDisk.class, "ci-subtract", Gate.REVIEW, this::removing,
                        disks::remove),
                point("pin", "ci-pin", Role.OPERATOR, this::pinning, points::pin),
                point("unpin", "ci-pin-filled", Role.ADMIN, this::unpinning, points::unpin));
    }

    private Action<ChosenMachine> one(String id, String icon, Gate gate, ProtectionAction action,
            Consumer<ChosenMachine> run) {
        return new Action<>(id, ChosenMachine.class, icon, gate,
                machine -> permissions.machine(action, Role.OPERATOR, machine), run);
    }

    private Action<ChosenMachines> several(String id, String icon, Gate gate, ProtectionAction action,
            Consumer<ChosenMachines> run) {
        return new Action<>(id, ChosenMachines.class, icon, gate,
                machines -> permissions.machines(action, Role.OPERATOR, machines), run);
    }

    private interface Situation {
        Permission of(ChosenPoint point);
    }

    private Action<ChosenPoint> point(String id, String icon, Role role, Situation situation,
            Consumer<ChosenPoint> run) {
        return new Action<>(id, ChosenPoint.class, icon, Gate.NONE,
                point -> permissions.role(role).and(situation.of(point)), run);
    }

    /** Only what is protected has points. */
    private Permission grouping(List<ChosenMachine> machines) {
        return permissions.role(Role.ADMIN).and(machines.stream()
                .filter(machine -> machine.protection() == null || machine.protection().epoch() == 0).findFirst()
                .map(machine -> machine.protection() == null
                        ? Permission.no(texts.text("permission.loading"))
                        : Permission.no(texts.text("group.unprotected", machine.summary().name())))
                .orElse(Permission.YES));
    }

    private Permission groupPoint(ChosenMachine machine) {
        return permissions.role(Role.OPERATOR)
                .and(machine.protection() != null && machine.protection().group() != null
                        ? Permission.YES
                        : Permission.no(texts.text("group.point.none")));
    }

    private Permission adding(ChosenDisk disk) {
        if (disk.covered() || disk.gone()) {
            return Permission.no(texts.text(disk.gone() ? "disk.add.gone" : "disk.add.already"));
        }
        return permissions.machine(ProtectionAction.ADD_DISK, Role.OPERATOR, disk.machine());
    }

    private Permission removing(ChosenDisk disk) {
        return disk.covered()
                ? permissions.machine(ProtectionAction.REMOVE_DISK, Role.OPERATOR, disk.machine())
                : Permission.no(texts.text("disk.remove.not"));
    }

    private Permission pinning(ChosenPoint chosen) {
        if (chosen.point().id() == null) {
            return Permission.no(texts.text("pin.nameless"));
        }
        return chosen.point().pinned() ? Permission.no(texts.text("pin.already")) : Permission.YES;
    }

    private Permission unpinning(ChosenPoint chosen) {
        return chosen.point().pinned() && chosen.point().id() != null
                ? Permission.YES
                : Permission.no(texts.text("unpin.not-pinned"));
    }
}
