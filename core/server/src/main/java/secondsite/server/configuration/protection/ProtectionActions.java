package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import secondsite.api.ProblemCode;
import secondsite.api.machine.AgentOrder;
import secondsite.api.policy.Policy;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.DisableRequest;
import secondsite.api.replication.DiskRequest;
import secondsite.api.replication.EnableRequest;
import secondsite.api.replication.MoveRequest;
import secondsite.api.replication.Ordered;
import secondsite.api.replication.PolicyRequest;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.activity.AuditLog;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.inventory.KnownMachine;
import secondsite.server.configuration.policy.Losses;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.configuration.protection.ProtectedDisk.Stage;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.web.ProblemException;

/** What people have done with machines. Each is refused with its reason when the machine's state does not allow it, and is in the audit log. */
@Singleton
public final class ProtectionActions {

    private static final int LABEL = 200;
    private static final int REASON = 500;
    private static final int SCRIPT_WORDS = 50;
    private static final int SCRIPT_CHARACTERS = 4000;

    private final ProtectionBook book;
    private final Situations situations;
    private final Choices choices;
    private final Policies policies;
    private final MachineStates states;
    private final Proofs proofs;
    private final Jobs jobs;
    private final AuditLog audit;
    private final InstantSource clock;

    @Inject
    public ProtectionActions(ProtectionBook book, Situations situations, Choices choices, Policies policies,
            MachineStates states, Proofs proofs, Jobs jobs, AuditLog audit, InstantSource clock) {
        this.book = book;
        this.situations = situations;
        this.choices = choices;
        this.policies = policies;
        this.states = states;
        this.proofs = proofs;
        this.jobs = jobs;
        this.audit = audit;
        this.clock = clock;
    }

    /** Begins to protect a machine. */
    public Ordered enable(UUID id, EnableRequest wanted, String who) {
        situations.require(ProtectionAction.ENABLE, id);
        KnownMachine machine = situations.machine(id);
        Policy policy = choices.policy(wanted.policy(), machine);
        String server = choices.processServer(wanted.processServer());
        String target = choices.masterTarget(wanted.masterTarget());
        List<Disk> disks = Choices.disks(wanted.disks(), situations.spareDisks(machine));
        return order(Enabling.WORD, machine, who, Map.of(), "protection enabled", "policy " + policy.name() + ", over "
                + server + " to " + target + ", " + disks.size() + " disks", change -> {
                    if (change.find(id).isPresent()) {
                        throw new ProblemException(ProblemCode.CONFLICT, machine.name() + " is protected already");
                    }
                    int epoch = change.nextEpoch(id);
                    change.put(new ProtectedMachine(id, machine.machine().agent(), ProtectionState.ENABLING,
                            clock.instant(), false, false, policy.id(), server, target, epoch, Optional.empty(),
                            AppConsistency.NONE, disks.stream().map(disk -> begun(change, disk, epoch)).toList()));
                    states.tell(change, id, ProtectionState.ENABLING);
                });
    }

    /** Ends the protection of a machine. @param second who agrees to what is deleted; empty when nothing is */
    public Ordered disable(UUID id, DisableRequest wanted, Optional<String> second, String who) {
        situations.require(ProtectionAction.DISABLE, id);
        return order(Disabling.WORD, situations.machine(id), who, deletion(second, wanted.reason()),
                "protection disabled", kept(second, wanted.reason()),
                change -> states.happened(change, id, MachineLife.Happening.DISABLED));
    }

    private static Map<String, String> deletion(Optional<String> second, String reason) {
        if (second.isPresent() && (reason == null || reason.isBlank() || reason.length() > REASON)) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'reason' is 1 to " + REASON + " characters: why it is to be destroyed");
        }
        return second.map(name -> ReplicaDeletion.parameters(reason, name)).orElse(Map.of());
    }

    private static String kept(Optional<String> second, String reason) {
        return second.map(name -> "replica to be deleted, as " + name + " agrees").orElse("replica kept")
                + (reason == null ? "" : ": " + reason);
    }

    public void pause(UUID id, String who) {
        situations.require(ProtectionAction.PAUSE, id);
        change(id, who, "replication paused", "", now -> now.paused(true));
    }

    public void resume(UUID id, String who) {
        situations.require(ProtectionAction.RESUME, id);
        change(id, who, "replication resumed", "", now -> now.paused(false));
    }

    /** Compares and sends what differs, now: what is required, or the whole disks when nothing is. */
    public Ordered resync(UUID id, String who) {
        situations.require(ProtectionAction.RESYNC, id);
        boolean whole = situations.protection(id).state() == ProtectionState.PROTECTED;
        return order(Resyncing.WORD, situations.machine(id), who, Map.of(Resyncing.WHOLE, Boolean.toString(whole)),
                "resync ordered", whole ? "of the whole disks" : "of what is required", _ -> {
                });
    }

    public Ordered verify(UUID id, String who) {
        situations.require(ProtectionAction.VERIFY, id);
        return order(Verifying.WORD, situations.machine(id), who, Map.of(), "verification ordered", "", _ -> {
        });
    }

    public Ordered addDisk(UUID id, DiskRequest wanted, String who) {
        situations.require(ProtectionAction.ADD_DISK, id);
        KnownMachine machine = situations.machine(id);
        Disk disk = Choices.disks(List.of(named(wanted)), situations.spareDisks(machine)).getFirst();
        return order(DiskAdding.WORD, machine, who, Map.of(Subject.DISKS, disk.id().toString()), "disk added",
                disk.name(), change -> change.find(id)
                        .ifPresent(now -> change.put(now.with(begun(change, disk, change.nextEpoch(id))))));
    }

    private ProtectedDisk begun(ProtectionBook.Change change, Disk disk, int epoch) {
        proofs.forget(change, disk.id());
        return new ProtectedDisk(disk.id(), disk.name(), disk.size(), epoch, Stage.WAITING);
    }

    /** @param second who agrees to what is deleted; empty when nothing is */
    public Ordered removeDisk(UUID id, DiskRequest wanted, Optional<String> second, String who) {
        situations.require(ProtectionAction.REMOVE_DISK, id);
        ProtectedDisk disk = situations.protection(id).disk(named(wanted)).orElseThrow(() -> new ProblemException(
                ProblemCode.BAD_REQUEST, "'disk': " + wanted.disk() + " is no protected disk of this machine"));
        var parameters = new HashMap<>(deletion(second, wanted.reason()));
        parameters.put(Subject.DISKS, disk.disk().toString());
        return order(DiskRemoving.WORD, situations.machine(id), who, parameters, "disk removed",
                disk.name() + ", " + kept(second, wanted.reason()), _ -> {
                });
    }

    private static UUID named(DiskRequest wanted) {
        return Optional.ofNullable(wanted.disk())
                .orElseThrow(() -> new ProblemException(ProblemCode.BAD_REQUEST, "'disk' is missing: the disk's id"));
    }

    /** Lets a machine's disks go over other servers. */
    public Ordered move(UUID id, MoveRequest wanted, String who) {
        situations.require(ProtectionAction.MOVE, id);
        ProtectedMachine now = situations.protection(id);
        String server = choices.processServer(
                wanted.processServer() == null ? now.processServer() : wanted.processServer());
        String target = choices
                .masterTarget(wanted.masterTarget() == null ? now.masterTarget() : wanted.masterTarget());
        if (server.equals(now.processServer()) && target.equals(now.masterTarget())) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "it goes over " + server + " to " + target + " already; name another server");
        }
        return order(Moving.WORD, situations.machine(id), who,
                Map.of(Moving.PROCESS_SERVER, server, Moving.MASTER_TARGET, target), "machine moved",
                "over " + server + " to " + target, _ -> {
                });
    }

    /** @param admin whether who asks may shorten the past that is kept */
    public void setPolicy(UUID id, PolicyRequest wanted, boolean admin, String who) {
        situations.require(ProtectionAction.SET_POLICY, id);
        if (wanted.policy() == null) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'policy' is missing: the policy's id");
        }
        Policy policy = choices.policy(wanted.policy(), situations.machine(id));
        Policy before = policies.find(situations.protection(id).policy()).orElseGet(policies::standard);
        boolean shorter = !Losses.between(before.retention(), policy.retention(), clock.instant()).isEmpty();
        if (shorter && !(admin && wanted.acceptShorterRetention())) {
            throw new ProblemException(ProblemCode.NOT_ALLOWED,
                    "policy " + policy.name() + " keeps less of the past than "
                            + before.name() + "; an administrator may do so, with 'acceptShorterRetention'");
        }
        change(id, who, "policy of machine set", policy.name(), now -> now.following(policy.id()));
    }

    /** How the machine's applications are made quiet; scripts run as the agent does, so this is for administrators. */
    public void setApplications(UUID id, AppConsistency wanted, String who) {
        situations.protection(id);
        check("scriptSeconds", wanted.scriptSeconds(), 1, 600);
        check("freezeMillis", wanted.freezeMillis(), 100, 30_000);
        check("preScript", wanted.preScript());
        check("postScript", wanted.postScript());
        check("freeze", wanted.freeze());
        wanted.freeze().stream().filter(place -> !place.startsWith("/")).findFirst().ifPresent(place -> {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'freeze': '" + place + "' does not begin with /");
        });
        change(id, who, "application consistency set",
                "before " + wanted.preScript() + ", after " + wanted.postScript() + ", freeze " + wanted.freeze(),
                now -> now.quietedBy(wanted));
    }

    private static void check(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'" + field + "' is " + least + " to " + most);
        }
    }

    private static void check(String field, List<String> words) {
        if (words.size() > SCRIPT_WORDS || words.stream().mapToInt(String::length).sum() > SCRIPT_CHARACTERS
                || words.stream().anyMatch(word -> word.isEmpty() || word.indexOf('\0') >= 0)) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'" + field + "' has at most " + SCRIPT_WORDS
                    + " words of together " + SCRIPT_CHARACTERS + " characters, none of them empty");
        }
    }

    public Ordered bookmark(UUID id, String label, String who) {
        situations.require(ProtectionAction.BOOKMARK, id);
        if (label == null || label.isBlank() || label.length() > LABEL) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'label' is 1 to " + LABEL + " characters");
        }
        return point(id, AgentOrder.Verb.BOOKMARK, label, who);
    }

    public Ordered appPoint(UUID id, String who) {
        situations.require(ProtectionAction.APP_POINT, id);
        return point(id, AgentOrder.Verb.APP_POINT, null, who);
    }

    /** Has a machine's agent make a point. The caller has looked whether that is allowed. */
    Ordered point(UUID id, AgentOrder.Verb verb, String label, String who) {
        var parameters = new HashMap<>(Map.of(PointMaking.VERB, verb.name()));
        Optional.ofNullable(label).ifPresent(text -> parameters.put(PointMaking.LABEL, text));
        return order(PointMaking.WORD, situations.machine(id), who, parameters, "point ordered",
                verb + (label == null ? "" : ": " + label), _ -> {
                });
    }

    private void change(UUID id, String who, String action, String detail, UnaryOperator<ProtectedMachine> changed) {
        String name = situations.machine(id).name();
        book.change(change -> {
            ProtectedMachine now = change.find(id).orElseThrow(
                    () -> new ProblemException(ProblemCode.CONFLICT, name + " is not protected any more"));
            change.put(changed.apply(now));
            audit.note(change.transaction(), who, action, name, detail);
            states.tell(change, id, now.state());
            return null;
        });
    }

    private interface Beginning {

        void in(ProtectionBook.Change change);
    }

    private Ordered order(String type, KnownMachine machine, String who, Map<String, String> parameters, String action,
            String detail, Beginning beginning) {
        return order(new JobOrder(type, machine.id().toString(), machine.name(), who, parameters), action, detail,
                beginning);
    }

    private Ordered order(JobOrder job, String action, String detail, Beginning beginning) {
        long number = book.change(change -> {
            beginning.in(change);
            audit.note(change.transaction(), job.who(), action, job.about(), detail);
            return jobs.add(change.transaction(), job);
        });
        jobs.wake();
        return new Ordered(number);
    }
}
