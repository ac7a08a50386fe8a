package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.List;
import java.util.function.Consumer;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.Role;
import secondsite.app.action.Action;
import secondsite.app.action.ActionSource;
import secondsite.app.action.ChosenMachine;
import secondsite.app.action.ChosenMachines;
import secondsite.app.action.Gate;
import secondsite.app.action.Permission;
import secondsite.app.action.Permissions;
import secondsite.app.fx.Texts;
import secondsite.app.session.LiveModel;

/** What can be done about a machine's failover. */
public final class FailoverActions implements ActionSource {

    private static final String TEST = "TEST";
    /** Behind a machine's id: subject of the jobs about its test. */
    private static final String TEST_OF_MACHINE = "/test-failover";

    private final Permissions permissions;
    private final LiveModel live;
    private final Texts texts;
    private final TestFailoverWorkflow test;
    private final CleanUpWorkflow cleanUp;
    private final PlannedFailoverWorkflow planned;
    private final UnplannedFailoverWorkflow unplanned;
    private final PendingWorkflow pending;
    private final ChangePointWorkflow point;
    private final StartCopyWorkflow startCopy;
    private final ReverseWorkflow reverse;
    private final MigrationWorkflow migration;
    private final TogetherWorkflow together;

    @Inject
    FailoverActions(Permissions permissions, LiveModel live, Texts texts, TestFailoverWorkflow test,
            CleanUpWorkflow cleanUp, PlannedFailoverWorkflow planned, UnplannedFailoverWorkflow unplanned,
<<<<<<< HEAD
            PendingWorkflow pending, ChangePointWorkflow point, StartCopyWorkflow startCopy,
            ReverseWorkflow reverse, MigrationWorkflow migration) {
=======
            PendingWorkflow pending, ChangePointWorkflow point, ReverseWorkflow reverse, MigrationWorkflow migration,
            TogetherWorkflow together) {
        this.together = together;
>>>>>>> leftovers
        this.permissions = permissions;
        this.live = live;
        this.texts = texts;
        this.test = test;
        this.cleanUp = cleanUp;
        this.planned = planned;
        this.unplanned = unplanned;
        this.pending = pending;
        this.point = point;
        this.startCopy = startCopy;
        this.reverse = reverse;
        this.migration = migration;
    }

    @Override
    public List<Action<?>> actions() {
        return List.of(
                action("test-failover", "ci-chemistry", Gate.REVIEW, ProtectionAction.TEST_FAILOVER, Role.OPERATOR,
                        test::start),
                new Action<>("clean-up", ChosenMachine.class, "ci-clean", Gate.DIALOG, this::cleanable,
                        machine -> cleanUp.start(machine.summary())),
                action("planned-failover", "ci-arrow-right", Gate.REVIEW, ProtectionAction.PLANNED_FAILOVER,
                        Role.OPERATOR, planned::start),
                pending("change-point", "ci-recently-viewed", Gate.REVIEW, ProtectionAction.CHANGE_POINT,
                        Role.OPERATOR, point::start),
                pending("commit", "ci-checkmark-outline", Gate.TYPED, ProtectionAction.COMMIT, Role.ADMIN,
                        pending::commit),
                pending("cancel-failover", "ci-undo", Gate.TYPED, ProtectionAction.CANCEL_FAILOVER, Role.OPERATOR,
                        pending::cancel),
                new Action<>("start-copy", ChosenMachine.class, "ci-play", Gate.DIALOG, this::halted,
                        machine -> startCopy.start(machine.summary())),
                action("reverse", "ci-arrows-horizontal", Gate.REVIEW, ProtectionAction.REVERSE, Role.OPERATOR,
                        reverse::start),
                new Action<>("complete-migration", ChosenMachine.class, "ci-checkmark-filled", Gate.TYPED,
                        this::migratable, machine -> migration.start(machine.summary())),
                action("unplanned-failover", "ci-warning-alt", Gate.TYPED, ProtectionAction.UNPLANNED_FAILOVER,
                        Role.OPERATOR, unplanned::start),
                several("test-failover", "ci-chemistry", Gate.REVIEW, ProtectionAction.TEST_FAILOVER, together::test),
                several("planned-failover", "ci-arrow-right", Gate.REVIEW, ProtectionAction.PLANNED_FAILOVER,
                        together::planned),
                several("unplanned-failover", "ci-warning-alt", Gate.TYPED, ProtectionAction.UNPLANNED_FAILOVER,
                        together::unplanned));
    }

    private Action<ChosenMachines> several(String id, String icon, Gate gate, ProtectionAction what,
            Consumer<List<MachineSummary>> start) {
        return new Action<>(id, ChosenMachines.class, icon, gate,
                machines -> permissions.machines(what, Role.OPERATOR, machines),
                machines -> start.accept(machines.machines().stream().map(ChosenMachine::summary).toList()));
    }

    private Action<ChosenMachine> action(String id, String icon, Gate gate, ProtectionAction what, Role role,
            Consumer<MachineSummary> start) {
        return new Action<>(id, ChosenMachine.class, icon, gate,
                machine -> permissions.machine(what, role, machine), machine -> start.accept(machine.summary()));
    }

    /** About a failover that waits for a decision: the summary tells of that, too, where no more is known. */
    private Action<ChosenMachine> pending(String id, String icon, Gate gate, ProtectionAction what, Role role,
            Consumer<MachineSummary> start) {
        return new Action<>(id, ChosenMachine.class, icon, gate,
                machine -> machine.protection() == null
                        && ProtectionState.COMMIT_PENDING.name().equals(machine.summary().protection())
                                ? permissions.role(role).and(undisturbed(machine.summary().id().toString()))
                                : permissions.machine(what, role, machine),
                machine -> start.accept(machine.summary()));
    }

    /** The server names no action for it: whether there is a test, it tells otherwise. */
    private Permission cleanable(ChosenMachine machine) {
        boolean running = machine.protection() == null
                ? TEST.equals(machine.summary().failover())
                : machine.protection().failovers().stream().anyMatch(each -> each.kind() == FailoverKind.TEST);
        return permissions.role(Role.OPERATOR).and(running
                ? undisturbed(machine.summary().id() + TEST_OF_MACHINE)
                : Permission.no(texts.text("failover.clean-up.none")));
    }

    /** The server tells by an alert that a copy does not run, and takes no other order meanwhile. */
    private Permission halted(ChosenMachine machine) {
        String id = machine.summary().id().toString();
        boolean halted = live.alerts().stream().anyMatch(
                alert -> alert.open() && alert.code() == ErrorCode.COPY_HALTED && id.equals(alert.subject()));
        return permissions.role(Role.OPERATOR)
                .and(halted ? undisturbed(id) : Permission.no(texts.text("failover.start-copy.none")));
    }

    /** One job at a time works on a copy: nothing is decided about it while it is brought up, or asked whether it works. */
    private Permission undisturbed(String subject) {
        return live.jobs().stream().filter(job -> !job.state().over() && subject.equals(job.subject())).findFirst()
                .map(job -> Permission.no(texts.text("failover.busy", Long.toString(job.number()))))
                .orElse(Permission.YES);
    }

    /** An end of the protection of what was moved for good. */
    private Permission migratable(ChosenMachine machine) {
        Permission ending = permissions.machine(ProtectionAction.DISABLE, Role.ADMIN, machine);
        boolean moved = machine.protection() != null && machine.protection().state() == ProtectionState.FAILED_OVER;
        return ending.and(moved ? Permission.YES : Permission.no(texts.text("failover.migration.none")));
    }
}
