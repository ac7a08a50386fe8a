package secondsite.server.configuration.recovery;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.activity.ErrorCode;
import secondsite.api.recovery.CleaningRequest;
import secondsite.api.recovery.Failover;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverPreview;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.FailoverState;
import secondsite.api.recovery.OrderedFailover;
import secondsite.api.recovery.PointChange;
import secondsite.api.replication.ProtectionAction;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.point.PointChoice;
import secondsite.server.configuration.protection.Fencing;
import secondsite.server.configuration.protection.ProtectedMachine;
import secondsite.server.configuration.protection.ProtectionBook;
import secondsite.server.configuration.protection.Situations;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** Failovers that are jobs of this server. */
@Singleton
public final class OrderedFailovers implements Failovers {

    private static final int LONGEST_NOTES = 2000;
    private static final int MOST_MINUTES = 30 * 24 * 60;

    private final FailoverBook book;
    private final ProtectionBook protections;
    private final Situations situations;
    private final Previews previews;
    private final Fencing fencing;
    private final SourceShutDown source;
    private final Whereabouts whereabouts;
    private final Jobs jobs;
    private final AuditLog audit;
    private final InstantSource clock;

    @Inject
    OrderedFailovers(FailoverBook book, ProtectionBook protections, Situations situations, Previews previews,
            Fencing fencing, SourceShutDown source, Whereabouts whereabouts, Jobs jobs, AuditLog audit,
            InstantSource clock) {
        this.book = book;
        this.protections = protections;
        this.situations = situations;
        this.previews = previews;
        this.fencing = fencing;
        this.source = source;
        this.whereabouts = whereabouts;
        this.jobs = jobs;
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    public FailoverPreview preview(UUID machine, FailoverRequest request) {
        check(request);
        return previews.of(machine, request);
    }

    @Override
    public OrderedFailover order(UUID id, FailoverRequest request, String who) {
        check(request);
        situations.require(Kinds.action(request.kind()), id);
        KnownMachine machine = situations.machine(id);
        ProtectedMachine now = situations.protection(id);
        if (request.masterTarget() != null && !request.masterTarget().equals(now.masterTarget())) {
            throw RecoveryChoices.wrong("masterTarget", request.masterTarget() + " keeps nothing of " + machine.name()
                    + "; " + now.masterTarget() + " does");
        }
        UUID failover = UUID.randomUUID();
        String point = Kinds.point(request);
        return begun(failover, protections.change(change -> {
            refuseSecond(id, request.kind());
            var begun = new Undertaking(failover, id, machine.name(), request, who, 0, clock.instant(),
                    FailoverState.STARTING, Undertaking.Copy.of(now.masterTarget(), point), null, null, null, null);
            long number = jobs.add(change.transaction(), Order.of(Kinds.job(request.kind()), begun, who));
            book.put(change.transaction(), begun.doneBy(number));
            if (request.kind() != FailoverKind.TEST) {
                fencing.begun(change, id);
            }
            audit.note(change.transaction(), who, "failover ordered", machine.name(),
                    request.kind() + " to " + point + " at " + now.masterTarget() + ", " + failover);
            return number;
        }));
    }

    /** Looked at again where nobody else can order one: two may have asked at once. */
    private void refuseSecond(UUID machine, FailoverKind kind) {
        boolean test = kind == FailoverKind.TEST;
        if (book.of(machine).stream().anyMatch(open -> test == (open.kind() == FailoverKind.TEST))) {
            throw new ProblemException(ProblemCode.CONFLICT, "there is one already: " + ErrorCode.FAILOVER_OPEN);
        }
    }

    private static void check(FailoverRequest request) {
        if (request.kind() == null) {
            throw RecoveryChoices.wrong("kind", "is TEST, PLANNED or UNPLANNED");
        }
        if (request.kind() == FailoverKind.PLANNED && request.point() != null) {
            throw RecoveryChoices.wrong("point", "a planned failover takes what the source wrote last");
        }
        PointChoice.check(Kinds.point(request));
        RecoveryChoices.range("shutDownSeconds", request.shutDownSeconds(), 0,
                RecoveryChoices.LONGEST_SHUT_DOWN_SECONDS);
        RecoveryChoices.range("afterMinutes", request.afterMinutes(), 1, MOST_MINUTES);
        if ((request.afterMinutes() == null) != (request.afterwards() == null)) {
            throw RecoveryChoices.wrong("afterwards", "goes together with 'afterMinutes'");
        }
        if (request.afterwards() != null && request.kind() == FailoverKind.TEST) {
            throw RecoveryChoices.wrong("afterwards", "a test is neither committed nor cancelled; it is cleaned up");
        }
        if (request.probes() != null) {
            RecoveryChoices.checkProbes(request.probes());
        }
    }

    @Override
    public OrderedFailover clean(UUID failover, CleaningRequest request, String who) {
        String notes = Optional.ofNullable(request.notes()).orElse("");
        if (notes.length() > LONGEST_NOTES) {
            throw RecoveryChoices.wrong("notes", "has at most " + LONGEST_NOTES + " characters");
        }
        Undertaking now = required(failover, "cleaned up", EnumSet.of(FailoverState.RUNNING, FailoverState.CLEANING));
        return goOn(now.noted(notes).in(FailoverState.CLEANING), Order.of(Cleaning.WORD, now, who), "test cleaned up",
                notes);
    }

    /** @throws ProblemException when it is not in one of these states */
    private Undertaking required(UUID failover, String what, Set<FailoverState> states) {
        Undertaking now = book.find(failover)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no such failover"));
        if (!states.contains(now.state())) {
            throw new ProblemException(ProblemCode.CONFLICT, "this " + now.request().kind() + " failover of "
                    + now.name() + " is " + now.state() + " and cannot be " + what);
        }
        return now;
    }

    private OrderedFailover goOn(Undertaking next, JobOrder order, String action, String detail) {
        return begun(next.id(), protections.change(change -> {
            Transaction transaction = change.transaction();
            long number = jobs.add(transaction, order);
            book.put(transaction, next.doneBy(number));
            audit.note(transaction, order.who(), action, next.name(),
                    next.id() + (detail.isEmpty() ? "" : ": " + detail));
            return number;
        }));
    }

    private OrderedFailover begun(UUID failover, long job) {
        jobs.wake();
        return new OrderedFailover(failover, job);
    }

    @Override
    public OrderedFailover change(UUID failover, PointChange request, String who) {
        String point = Optional.ofNullable(request.point())
                .orElseThrow(() -> RecoveryChoices.wrong("point", "is missing"));
        PointChoice.check(point);
        Undertaking now = inEarnest(failover, ProtectionAction.CHANGE_POINT, "brought to another point",
                EnumSet.of(FailoverState.COMMIT_PENDING, FailoverState.CHANGING));
        return goOn(now.in(FailoverState.CHANGING), Order.of(PointChanging.WORD, now, who, point),
                "failover brought to another point", point);
    }

    @Override
    public OrderedFailover commit(UUID failover, String who) {
        Undertaking now = inEarnest(failover, ProtectionAction.COMMIT, "committed",
                EnumSet.of(FailoverState.COMMIT_PENDING, FailoverState.COMMITTING));
        return goOn(now.in(FailoverState.COMMITTING), Order.of(Committing.WORD, now, who), "failover committed", "");
    }

    @Override
    public OrderedFailover cancel(UUID failover, String who) {
        Undertaking now = inEarnest(failover, ProtectionAction.CANCEL_FAILOVER, "cancelled",
                EnumSet.of(FailoverState.COMMIT_PENDING, FailoverState.CHANGING, FailoverState.CANCELLING));
        if (!source.heard(situations.protection(now.machine()))) {
            throw new ProblemException(ProblemCode.CONFLICT, "the agent of " + now.name()
                    + " does not report, so nothing would be left of the machine: " + ErrorCode.AGENT_SILENT);
        }
        return goOn(now.in(FailoverState.CANCELLING), Order.of(Cancelling.WORD, now, who), "failover cancelled", "");
    }

    @Override
    public OrderedFailover restart(UUID failover, String who) {
        Undertaking now = required(failover, "started again",
                EnumSet.of(FailoverState.RUNNING, FailoverState.COMMIT_PENDING, FailoverState.COMMITTED));
        if (now.state() == FailoverState.COMMITTED && !machineItself(now)) {
            throw new ProblemException(ProblemCode.CONFLICT,
                    now.name() + " does not run at " + now.copy().masterTarget() + " any more; it must not run twice");
        }
        return goOn(now, Order.of(Restarting.WORD, now, who), "copy started again", now.copy().masterTarget());
    }

    /** Whether what was committed is the machine now. */
    private boolean machineItself(Undertaking committed) {
        return whereabouts.of(committed.machine()).filter(committed.copy()::equals).isPresent()
                && book.of(committed.machine()).stream().allMatch(open -> open.kind() == FailoverKind.TEST);
    }

    private Undertaking inEarnest(UUID failover, ProtectionAction action, String what, Set<FailoverState> states) {
        Undertaking now = required(failover, what, states);
        situations.require(action, now.machine());
        return now;
    }

    @Override
    public Optional<Failover> find(UUID failover) {
        return book.find(failover).map(now -> now.told(null));
    }

    @Override
    public List<Failover> of(UUID machine) {
        return book.all(machine).stream().map(now -> now.told(null)).toList();
    }

    @Override
    public List<Failover> open() {
        return book.open().stream().map(now -> now.told(null)).toList();
    }
}
