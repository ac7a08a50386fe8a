package secondsite.server.configuration.protection;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import secondsite.api.activity.Job;
import secondsite.api.policy.Policy;
import secondsite.api.machine.DiskReport;
import secondsite.api.replication.ProtectionState;
import secondsite.server.configuration.activity.job.JobOrder;
import secondsite.server.configuration.activity.job.Jobs;
import secondsite.server.configuration.inventory.Inventory;
import secondsite.server.configuration.inventory.LiveReports;
import secondsite.server.configuration.policy.Policies;
import secondsite.server.web.Peer;

/**
 * What begins by itself: a resync that is required, in the window of its policy or after a failover that was taken back, and a verification before the last proof is too old. Of
 * these only a few run at once, the one that waits longest first. For one thread.
 */
@Singleton
public final class DueWork {

    private static final String NOBODY = "schedule";
    private static final int AT_ONCE = 4;
    private static final Duration BETWEEN_TRIES = Duration.ofHours(6);
    /** So long before the end of a proof another one is made. */
    private static final Duration AHEAD = Duration.ofHours(12);
    private static final Duration LATELY = Duration.ofSeconds(90);

    private final ProtectionBook book;
    private final Policies policies;
    private final Proofs proofs;
    private final Jobs jobs;
    private final Inventory inventory;
    private final LiveReports reports;
    private final Settling settling;
    /** By the subject of the job: a verification stands in no resync's way. */
    private final Map<String, Instant> tried = new HashMap<>();
    private final Set<Long> running = new HashSet<>();

    @Inject
    public DueWork(ProtectionBook book, Policies policies, Proofs proofs, Jobs jobs, Inventory inventory,
            LiveReports reports, Settling settling) {
        this.book = book;
        this.policies = policies;
        this.proofs = proofs;
        this.jobs = jobs;
        this.inventory = inventory;
        this.reports = reports;
        this.settling = settling;
    }

    /** Begins what is due and may run. */
    void round(Instant now) {
        running.removeIf(number -> jobs.find(number).filter(job -> !job.state().over()).isEmpty());
        if (running.size() >= AT_ONCE) {
            return;
        }
        List<ProtectedMachine> ready = book.all().stream().filter(machine -> !machine.paused() && heard(machine, now))
                .toList();
        for (ProtectedMachine machine : ready) {
            boolean mayRun = machine.resyncAllowed() || ResyncWindows.open(policy(machine), now);
            if (machine.state() == ProtectionState.RESYNC_REQUIRED && mayRun) {
                begin(machine, Resyncing.WORD, now);
            } else if (machine.resyncAllowed() && isAsBefore(machine)) {
                endAllowance(machine);
            }
        }
        ready.stream().filter(machine -> machine.state() == ProtectionState.PROTECTED && verificationDue(machine, now))
                .sorted(Comparator.comparing(machine -> proofs.equalSince(machine).orElse(Instant.EPOCH)))
                .limit(AT_ONCE).forEach(machine -> begin(machine, Verifying.WORD, now));
    }

    private boolean heard(ProtectedMachine machine, Instant now) {
        return reports.lastHeard(new Peer(Peer.Kind.AGENT, machine.agent()))
                .filter(last -> Duration.between(last, now).compareTo(LATELY) < 0).isPresent();
    }

    /** Whether all that its disks were written is at the target: nothing of a failover that was taken back is left to be compared. */
    private boolean isAsBefore(ProtectedMachine machine) {
        return jobs.running(machine.machine().toString()).isEmpty() && settling.agent(machine.agent())
                && machine.disks().stream().allMatch(disk -> reports.disk(disk.disk())
                        .filter(report -> report.state() == DiskReport.State.LOGGING && report.work() == null
                                && report.targetSequence() >= report.lastSequence())
                        .isPresent());
    }

    private void endAllowance(ProtectedMachine machine) {
        book.change(change -> {
            change.find(machine.machine()).ifPresent(kept -> change.put(kept.allowingResync(false)));
            return null;
        });
    }

    private boolean verificationDue(ProtectedMachine machine, Instant now) {
        Duration valid = Duration.ofDays(policy(machine).verifyDays()).minus(AHEAD);
        return proofs.equalSince(machine).filter(proof -> proof.plus(valid).isAfter(now)).isEmpty();
    }

    private Policy policy(ProtectedMachine machine) {
        return policies.find(machine.policy()).orElseGet(policies::standard);
    }

    private void begin(ProtectedMachine machine, String type, Instant now) {
        String subject = type.equals(Verifying.WORD)
                ? Subject.beside(machine.machine(), type)
                : machine.machine().toString();
        boolean early = tried.containsKey(subject) && tried.get(subject).plus(BETWEEN_TRIES).isAfter(now);
        if (running.size() >= AT_ONCE || early || jobs.running(subject).isPresent()) {
            return;
        }
        String name = inventory.machine(machine.machine()).map(known -> known.name()).orElse(machine.agent());
        long number = book.change(change -> jobs.add(change.transaction(),
                new JobOrder(type, subject, name, NOBODY, Map.of())));
        tried.put(subject, now);
        running.add(number);
        jobs.wake();
    }
}
