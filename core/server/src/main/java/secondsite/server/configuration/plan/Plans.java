package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.plan.KnownPlan;
import secondsite.api.plan.Plan;
import secondsite.api.plan.PlanChange;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.security.Credentials;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;
import secondsite.server.configuration.store.KeptPlans;
import secondsite.server.configuration.store.KeptPlans.Kept;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/** The recovery plans. Each change makes a new version; a run goes on as its plan was when it was begun. Safe for use by several threads. */
@Singleton
public final class Plans {

    private static final int MOST = 200;

    /** What plans are told to. */
    public record Books(Database database, KeptPlans plans, KeptPlanRuns runs, AuditLog audit, Events events) {

        @Inject
        public Books {
        }
    }

    private final Books books;
    private final Inventory inventory;
    private final Credentials credentials;
    private final InstantSource clock;

    @Inject
    public Plans(Books books, Inventory inventory, Credentials credentials, InstantSource clock) {
        this.books = books;
        this.inventory = inventory;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** By name. */
    public List<KnownPlan> all() {
        return books.database().read(all -> books.plans().all(all).stream().map(kept -> told(all, kept)).toList());
    }

    public KnownPlan one(UUID id) {
        return books.database().read(all -> told(all, existing(all, id)));
    }

    private KnownPlan told(Transaction transaction, Kept kept) {
        return new KnownPlan(kept.id(), kept.version(), kept.made(), kept.changed(), kept.changedBy(),
                books.runs().tested(transaction, kept.id()).orElse(null),
                books.runs().open(transaction, kept.id()).orElse(null), kept.plan());
    }

    public KnownPlan add(Plan plan, String who) {
        checks().checked(plan);
        return books.database().write(change -> {
            refuseTaken(change, plan.name(), Optional.empty());
            return added(change, plan, who);
        });
    }

    private KnownPlan added(Transaction change, Plan plan, String who) {
        int count = books.plans().all(change).size();
        if (count >= MOST) {
            throw new ProblemException(ProblemCode.CONFLICT, "there are " + count + " plans; more are not possible");
        }
        Instant now = now();
        var kept = new Kept(UUID.randomUUID(), 1, now, now, who, plan);
        books.plans().add(change, kept);
        note(change, kept, "added", who);
        return told(change, kept);
    }

    /** @throws ProblemException when there is a newer version than that from which it was made */
    public KnownPlan change(UUID id, PlanChange wanted, String who) {
        Plan plan = checks().checked(wanted.plan());
        return books.database().write(change -> {
            Kept before = existing(change, id);
            if (wanted.version() != null && wanted.version() != before.version()) {
                throw new ProblemException(ProblemCode.CONFLICT, "'version' is " + wanted.version() + ", and "
                        + before.changedBy() + " made version " + before.version() + " at " + before.changed()
                        + "; look at it, and make your change there");
            }
            return changed(change, before, plan, who);
        });
    }

    private KnownPlan changed(Transaction change, Kept before, Plan plan, String who) {
        refuseTaken(change, plan.name(), Optional.of(before.id()));
        if (before.plan().equals(plan)) {
            return told(change, before);
        }
        var kept = new Kept(before.id(), before.version() + 1, before.made(), now(), who, plan);
        books.plans().change(change, kept);
        note(change, kept, "changed", who);
        return told(change, kept);
    }

    /** The plan of this name is so from now on, whether there was one before or not. */
    public KnownPlan put(Plan plan, String who) {
        checks().checked(plan);
        return books.database().write(change -> {
            Optional<Kept> before = named(change, plan.name());
            return before.isPresent() ? changed(change, before.get(), plan, who) : added(change, plan, who);
        });
    }

    /** @throws ProblemException when a run of it is not over */
    public void remove(UUID id, String who) {
        books.database().write(change -> {
            Kept plan = existing(change, id);
            books.runs().open(change, id).ifPresent(run -> {
                throw new ProblemException(ProblemCode.CONFLICT,
                        "the run " + run + " of this plan is not over; wait for its end, or cancel it");
            });
            books.plans().remove(change, id);
            note(change, plan, "removed", who);
            return plan;
        });
    }

    private void note(Transaction change, Kept kept, String what, String who) {
        String detail = "version " + kept.version() + ": " + kept.plan().groups().stream()
                .map(group -> group.name() + " (" + group.before().size() + " before, " + group.machines().size()
                        + " machines, " + group.after().size() + " after)")
                .collect(Collectors.joining("; "));
        books.audit().note(change, who, "plan " + what, kept.plan().name(), detail);
        books.events().keep(change, "plan." + what, Event.Severity.INFORMATION, kept.id().toString(),
                kept.plan().name(), null, detail);
    }

    private Kept existing(Transaction transaction, UUID id) {
        return books.plans().find(transaction, id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no plan " + id));
    }

    private Optional<Kept> named(Transaction transaction, String name) {
        return books.plans().all(transaction).stream().filter(each -> each.plan().name().equalsIgnoreCase(name))
                .findFirst();
    }

    private void refuseTaken(Transaction change, String name, Optional<UUID> own) {
        named(change, name).filter(other -> own.filter(other.id()::equals).isEmpty()).ifPresent(_ -> {
            throw new ProblemException(ProblemCode.CONFLICT, "'name': there is a plan " + name + " already");
        });
    }

    private PlanChecks checks() {
        List<UUID> known = credentials.all().stream().map(each -> each.id()).toList();
        return new PlanChecks(machine -> inventory.machine(machine).isPresent(), known::contains);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
