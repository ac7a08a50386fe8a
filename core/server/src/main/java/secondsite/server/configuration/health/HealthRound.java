package secondsite.server.configuration.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;
import secondsite.api.replication.Health.Level;
import secondsite.server.configuration.alert.Alerts;
import secondsite.server.configuration.alert.Condition;
import secondsite.server.configuration.alert.Conditions;
import secondsite.server.configuration.alert.Situation;
import secondsite.server.configuration.alert.Subject;

/** Judges all machines and servers once, and raises and ends alerts by what it finds. Safe for use by several threads: one after another. */
@Singleton
public final class HealthRound {

    /** Said of the server, for all its machines at once. */
    private static final Set<ErrorCode> SAID_OF_SERVERS = Set.of(ErrorCode.TARGET_CLOCK_FROZEN);

    private final Observations observations;
    private final KnownThresholds thresholds;
    private final CurrentHealth current;
    private final Alerts alerts;
    private final Set<Conditions> others;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    @Inject
    HealthRound(Observations observations, KnownThresholds thresholds, CurrentHealth current, Alerts alerts,
            Set<Conditions> others, InstantSource clock) {
        this.observations = observations;
        this.thresholds = thresholds;
        this.current = current;
        this.alerts = alerts;
        this.others = others;
        this.clock = clock;
    }

    public void run() {
        lock.lock();
        try {
            judge();
        } finally {
            lock.unlock();
        }
    }

    private void judge() {
        Instant now = clock.instant();
        List<Condition> conditions = new ArrayList<>();
        Set<Subject> unsure = new HashSet<>();
        List<Judged> machines = machines(now, conditions, unsure);
        List<JudgedServer> servers = servers(now, conditions, unsure);
        current.publish(now, machines, servers);
        others.forEach(each -> conditions.addAll(each.now()));
        alerts.take(new Situation(conditions, unsure));
    }

    private List<Judged> machines(Instant now, List<Condition> conditions, Set<Subject> unsure) {
        var rules = new MachineHealth(thresholds.get(), OwnVersion.text());
        var rpo = new Rpo(thresholds.get().missedReports(), now);
        List<Judged> judged = new ArrayList<>();
        for (MachineFacts machine : observations.machines(now)) {
            List<Finding> findings = rules.findings(machine, now);
            judged.add(new Judged(machine, Finding.health(findings),
                    machine.replicated() ? rpo.of(machine) : Optional.empty()));
            var subject = new Subject(Subject.MACHINE, machine.id().toString());
            add(conditions, subject, machine.name(),
                    findings.stream().filter(finding -> !SAID_OF_SERVERS.contains(finding.code())).toList());
            if (halfKnown(machine)) {
                unsure.add(subject);
            }
        }
        return judged;
    }

    /** After a start of this server nothing is known until all have reported. */
    private static boolean halfKnown(MachineFacts machine) {
        return machine.agent().heard().isEmpty() || machine.pairs().stream().map(PairFacts::target)
                .anyMatch(target -> target.server().isPresent() && target.heard().isEmpty());
    }

    private List<JudgedServer> servers(Instant now, List<Condition> conditions, Set<Subject> unsure) {
        var rules = new ServerHealth(thresholds.get(), OwnVersion.text());
        List<JudgedServer> judged = new ArrayList<>();
        for (ServerFacts server : observations.servers(now)) {
            List<Finding> findings = rules.findings(server, now);
            judged.add(new JudgedServer(server, Finding.health(findings)));
            var subject = new Subject(server.kind(), server.name());
            add(conditions, subject, server.name(), findings);
            if (server.program().heard().isEmpty()) {
                unsure.add(subject);
            }
        }
        return judged;
    }

    /** What is not known is shown, and nobody is alarmed for it. */
    private static void add(List<Condition> conditions, Subject subject, String about, List<Finding> findings) {
        for (Finding finding : findings) {
            if (finding.level() != Level.UNKNOWN) {
                conditions.add(new Condition(finding.code(), subject, about,
                        finding.level() == Level.CRITICAL ? Severity.CRITICAL : Severity.WARNING, finding.detail()));
            }
        }
    }
}
