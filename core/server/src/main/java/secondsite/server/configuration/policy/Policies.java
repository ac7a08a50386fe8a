package secondsite.server.configuration.policy;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.activity.Event;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyChange;
import secondsite.api.policy.PolicyChanged;
import secondsite.api.policy.RetentionLoss;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.Events;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPolicies;
import secondsite.server.configuration.store.Settings;
import secondsite.server.configuration.store.Transaction;
import secondsite.server.web.ProblemException;

/**
 * How machines are replicated. Each policy has another one for the direction back, which is made and removed with it and can be changed
 * by itself. Looking one up costs nothing: all are in memory. Safe for use by several threads.
 */
@Singleton
public final class Policies {

    private static final String STANDARD = "policy.standard";
    private static final String FAILBACK = " (failback)";
    private static final int MOST = 1000;
    private static final int NAMED_USERS = 5;

    private final Database database;
    private final KeptPolicies kept;
    private final Settings settings;
    private final AuditLog audit;
    private final Events events;
    private final PolicyUse use;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile Held held;

    /** All policies, and which is the standard one. */
    private record Held(Map<UUID, Policy> policies, Optional<UUID> standard) {}

    @Inject
    public Policies(Database database, KeptPolicies kept, Settings settings, AuditLog audit, Events events,
            PolicyUse use, InstantSource clock) {
        this.database = database;
        this.kept = kept;
        this.settings = settings;
        this.audit = audit;
        this.events = events;
        this.use = use;
        this.clock = clock;
        this.held = held();
    }

    private Held held() {
        return new Held(database.read(this::byId), settings.find(STANDARD).map(UUID::fromString));
    }

    private Map<UUID, Policy> byId(Transaction transaction) {
        return kept.all(transaction).stream().collect(Collectors.toUnmodifiableMap(Policy::id, Function.identity()));
    }

    /** Makes the policy that holds where no other was chosen, if there is none yet. */
    public void makeFirst(Policy standard) {
        if (held.standard().isEmpty()) {
            changed(change -> {
                Policy made = insert(change, standard, "first start");
                settings.put(change, STANDARD, made.id().toString());
                return made;
            });
        }
    }

    /** By name. */
    public List<Policy> all() {
        return held.policies().values().stream().sorted(Comparator.comparing(Policy::name)).toList();
    }

    public Optional<Policy> find(UUID id) {
        return Optional.ofNullable(held.policies().get(id));
    }

    /** The one that holds where no other was chosen. */
    public Policy standard() {
        Held now = held;
        return now.standard().map(now.policies()::get)
                .orElseThrow(() -> new IllegalStateException("there is no standard policy"));
    }

    /** @return the new policy, with its id and that of its failback policy */
    public Policy add(Policy policy, String who) {
        Policy checked = PolicyChecks.checked(policy);
        PolicyChecks.name(policy.name());
        return changed(change -> {
            Map<UUID, Policy> before = byId(change);
            if (before.size() + 2 > MOST) {
                throw new ProblemException(ProblemCode.CONFLICT, "there are " + before.size() + " policies; at most "
                        + MOST + " are possible, those for the way back included");
            }
            refuseTakenName(before, checked.name());
            refuseTakenName(before, checked.name() + FAILBACK);
            return insert(change, checked, who);
        });
    }

    private Policy insert(Transaction change, Policy values, String who) {
        Policy failback = with(values, UUID.randomUUID(), values.name() + FAILBACK, null);
        Policy made = with(values, UUID.randomUUID(), values.name(), failback.id());
        kept.add(change, failback);
        kept.add(change, made);
        audit.note(change, who, "policy added", made.name(), values(made));
        tell(change, "policy.added", made, null);
        return made;
    }

    /** What is left out in the policy's id and failback is as before. */
    public PolicyChanged change(UUID id, PolicyChange wanted, String who) {
        Policy checked = PolicyChecks.checked(wanted.policy());
        return changed(change -> {
            Map<UUID, Policy> all = byId(change);
            Policy before = existing(all, id);
            Policy after = with(checked, id, name(all, before, checked.name()), before.failback());
            List<RetentionLoss> losses = Losses.between(before.retention(), after.retention(), clock.instant());
            if (!losses.isEmpty() && !wanted.acceptShorterRetention()) {
                throw new ProblemException(ProblemCode.CONFLICT, "this keeps less of the past than before: "
                        + Losses.told(losses) + " would be given up and destroyed at " + losses.getFirst().destroyed()
                        + ", those that are pinned excepted; say 'acceptShorterRetention' if that is meant");
            }
            kept.change(change, after);
            rename(change, all, before, after.name());
            String lost = losses.isEmpty() ? "" : "; given up: " + Losses.told(losses);
            audit.note(change, who, "policy changed", after.name(),
                    "before " + (before.name().equals(after.name()) ? "" : before.name() + ": ") + values(before)
                            + "; now " + values(after) + lost);
            tell(change, "policy.changed", after, lost.isEmpty() ? null : Losses.told(losses));
            return new PolicyChanged(after, losses);
        });
    }

    private static String name(Map<UUID, Policy> all, Policy before, String wanted) {
        if (before.name().equals(wanted)) {
            return wanted;
        }
        if (before.failback() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'name' is that of the policy to which this failback policy belongs; change it there");
        }
        PolicyChecks.name(wanted);
        Map<UUID, Policy> others = all.values().stream()
                .filter(each -> !each.id().equals(before.id()) && !each.id().equals(before.failback()))
                .collect(Collectors.toMap(Policy::id, Function.identity()));
        refuseTakenName(others, wanted);
        refuseTakenName(others, wanted + FAILBACK);
        return wanted;
    }

    private void rename(Transaction change, Map<UUID, Policy> all, Policy before, String name) {
        if (before.failback() != null && !before.name().equals(name)) {
            Policy failback = all.get(before.failback());
            kept.change(change, with(failback, failback.id(), name + FAILBACK, null));
        }
    }

    /** With its failback policy. */
    public void remove(UUID id, String who) {
        changed(change -> {
            Map<UUID, Policy> all = byId(change);
            Policy policy = existing(all, id);
            if (policy.failback() == null) {
                throw new ProblemException(ProblemCode.CONFLICT,
                        "a failback policy is removed with the policy to which it belongs");
            }
            if (policy.id().equals(standard().id())) {
                throw new ProblemException(ProblemCode.CONFLICT,
                        "this is the standard policy, which holds where no other was chosen; it can only be changed");
            }
            refuseUsed(policy);
            kept.remove(change, id);
            kept.remove(change, policy.failback());
            audit.note(change, who, "policy removed", policy.name(), values(policy));
            tell(change, "policy.removed", policy, null);
            return policy;
        });
    }

    private void refuseUsed(Policy policy) {
        List<String> users = new ArrayList<>(use.users(policy.id()));
        users.addAll(use.users(policy.failback()));
        if (!users.isEmpty()) {
            String more = users.size() > NAMED_USERS ? " and " + (users.size() - NAMED_USERS) + " more" : "";
            throw new ProblemException(ProblemCode.POLICY_IN_USE, users.stream().limit(NAMED_USERS)
                    .collect(Collectors.joining(", ")) + more
                    + " are replicated as it says; give them another one first");
        }
    }

    private static Policy existing(Map<UUID, Policy> all, UUID id) {
        return Optional.ofNullable(all.get(id))
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "there is no policy " + id));
    }

    private static void refuseTakenName(Map<UUID, Policy> others, String name) {
        if (others.values().stream().anyMatch(each -> each.name().equalsIgnoreCase(name))) {
            throw new ProblemException(ProblemCode.CONFLICT, "'name': there is a policy " + name + " already");
        }
    }

    private void tell(Transaction change, String type, Policy policy, String detail) {
        events.keep(change, type, Event.Severity.INFORMATION, policy.id().toString(), policy.name(), null, detail);
    }

    private static Policy with(Policy values, UUID id, String name, UUID failback) {
        return new Policy(id, name, values.crashSeconds(), values.appMinutes(), values.retention(),
                values.rpoWarningSeconds(), values.verifyDays(), values.compression(), values.bandwidth(),
                values.resyncWindows(), values.zone(), failback);
    }

    private static String values(Policy policy) {
        return "crash points " + policy.crashSeconds() + " s, application points " + policy.appMinutes()
                + " min, everything " + policy.retention().everythingMinutes() + " min, hourly "
                + policy.retention().hourlyHours() + " h, daily " + policy.retention().dailyDays() + " d, RPO warning "
                + policy.rpoWarningSeconds() + " s, verification " + policy.verifyDays() + " d, compression "
                + policy.compression() + ", bandwidth " + policy.bandwidth().bytesPerSecond() + " B/s and "
                + policy.bandwidth().windows() + ", resync " + policy.resyncWindows() + ", " + policy.zone();
    }

    private <T> T changed(Database.Work<T, RuntimeException> work) {
        changing.lock();
        try {
            T done = database.write(work);
            held = held();
            return done;
        } finally {
            changing.unlock();
        }
    }
}
