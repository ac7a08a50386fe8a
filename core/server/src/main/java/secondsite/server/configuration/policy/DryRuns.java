package secondsite.server.configuration.policy;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import secondsite.api.ProblemCode;
import secondsite.api.policy.DryRun;
import secondsite.api.policy.Policy;
import secondsite.api.policy.PolicyForecast;
import secondsite.api.policy.PolicyForecast.MachineCost;
import secondsite.api.policy.PolicyForecast.TotalCost;
import secondsite.api.policy.PolicyWarning;
import secondsite.api.policy.RetentionLoss;
import secondsite.server.configuration.policy.Subjects.Subject;
import secondsite.server.configuration.policy.Subjects.SubjectDisk;
import secondsite.server.configuration.store.KeptChurn.Hour;
import secondsite.server.web.ProblemException;

/** Tells before a policy is saved what it will cost, from what the machines were seen to write. */
@Singleton
public final class DryRuns {

    private static final int MOST_NAMED = 10_000;
    private static final int MOST_TOLD = 200;
    private static final int DAY_SECONDS = 86_400;

    private final Policies policies;
    private final ChurnMeter churn;
    private final Subjects subjects;
    private final InstantSource clock;

    @Inject
    public DryRuns(Policies policies, ChurnMeter churn, Subjects subjects, InstantSource clock) {
        this.policies = policies;
        this.churn = churn;
        this.subjects = subjects;
        this.clock = clock;
    }

    /** A machine with what it costs. */
    private record Costed(Subject subject, MachineCost cost) {}

    public PolicyForecast of(DryRun wanted) {
        Policy policy = PolicyChecks.checked(wanted.policy());
        List<RetentionLoss> losses = losses(policy);
        List<Subject> machines = machines(policy, wanted.machines());
        List<Costed> costed = costed(policy, machines);
        var warnings = new Warnings(policy);
        costed.forEach(each -> warnings.machine(each.cost(), spoolBytes(each.subject())));
        warnings.targets(needed(costed), subjects.free());
        return new PolicyForecast(Forecast.points(policy), costed.size(), costed.stream().map(Costed::cost)
                .sorted(Comparator.comparingLong(MachineCost::bytesPerDay).reversed().thenComparing(MachineCost::name))
                .limit(MOST_TOLD).toList(), sum(costed), warnings.all(), losses);
    }

    private List<RetentionLoss> losses(Policy policy) {
        if (policy.id() == null) {
            return List.of();
        }
        Policy before = policies.find(policy.id()).orElseThrow(
                () -> new ProblemException(ProblemCode.NOT_FOUND, "there is no policy " + policy.id()));
        return Losses.between(before.retention(), policy.retention(), clock.instant());
    }

    private List<Subject> machines(Policy policy, List<UUID> named) {
        if (named.isEmpty()) {
            return policy.id() == null ? subjects.all() : subjects.using(policy.id());
        }
        if (named.size() > MOST_NAMED) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "'machines' has " + named.size() + " ids; at most " + MOST_NAMED + " are possible");
        }
        Set<UUID> wanted = new HashSet<>(named);
        List<Subject> found = subjects.all().stream().filter(each -> wanted.remove(each.id())).toList();
        if (!wanted.isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND,
                    "'machines' names " + wanted.iterator().next() + "; there is no such machine");
        }
        return found;
    }

    private List<Costed> costed(Policy policy, List<Subject> machines) {
        Map<UUID, Map<Long, Hour>> history = churn.history(
                machines.stream().flatMap(machine -> machine.disks().stream()).map(SubjectDisk::id).toList());
        var line = new Line(policy.bandwidth());
        return machines.stream().map(machine -> new Costed(machine, cost(policy, line, machine, history))).toList();
    }

    private static MachineCost cost(Policy policy, Line line, Subject machine, Map<UUID, Map<Long, Hour>> history) {
        Load load = Load.of(machine.disks().stream().map(SubjectDisk::id).map(history::get).filter(Objects::nonNull)
                .toList());
        double journal = 0;
        for (SubjectDisk disk : machine.disks()) {
            journal += Forecast.journalBytes(policy.retention(),
                    new Load(history.getOrDefault(disk.id(), Map.of())).bytesPerSecond(), disk.size());
        }
        Line.Week week = line.carry(load.week(ZoneId.of(policy.zone())));
        return new MachineCost(machine.id(), machine.name(), load.hoursMeasured(),
                Math.round(load.bytesPerSecond() * DAY_SECONDS), Math.round(load.peakBytesPerSecond()),
                Math.round(journal), machine.disks().stream().mapToLong(SubjectDisk::size).sum(),
                spoolSeconds(machine, history), boxed(week.backlogBytes()), boxed(week.delaySeconds()));
    }

    /** The disk whose spool is full first decides. */
    private static Long spoolSeconds(Subject machine, Map<UUID, Map<Long, Hour>> history) {
        return machine.disks().stream().filter(disk -> disk.spoolLimit().isPresent()).map(disk -> {
            double rate = new Load(history.getOrDefault(disk.id(), Map.of())).peakBytesPerSecond();
            return rate == 0 ? null : (Long) (long) (disk.spoolLimit().getAsLong() / rate);
        }).filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(null);
    }

    /** Of all disks together; 0 when it is not known. */
    private static long spoolBytes(Subject machine) {
        return machine.disks().stream().mapToLong(disk -> disk.spoolLimit().orElse(0)).sum();
    }

    private static Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    /** What each master target still has to find room for; those machines that none keeps yet under the empty name. */
    private static Map<String, Long> needed(List<Costed> costed) {
        return costed.stream().collect(Collectors.groupingBy(each -> each.subject().target(), TreeMap::new,
                Collectors.summingLong(each -> Math.max(0, each.cost().journalBytes() + each.cost().diskBytes()
                        - each.subject().disks().stream().mapToLong(SubjectDisk::keptBytes).sum()))));
    }

    private static TotalCost sum(List<Costed> costed) {
        List<MachineCost> all = costed.stream().map(Costed::cost).toList();
        return new TotalCost(all.stream().mapToLong(MachineCost::bytesPerDay).sum(),
                all.stream().mapToLong(MachineCost::journalBytes).sum(),
                all.stream().mapToLong(MachineCost::diskBytes).sum());
    }

    /** What is to be thought of. */
    private static final class Warnings {

        private static final int MOST = 500;
        private static final int LEAST_HOURS = 24;
        private static final int LEAST_SPOOL_SECONDS = 3600;
        private static final double MEBIBYTE = 1 << 20;

        private final Policy policy;
        private final List<PolicyWarning> warnings = new ArrayList<>();

        Warnings(Policy policy) {
            this.policy = policy;
            if (policy.rpoWarningSeconds() < policy.crashSeconds()) {
                add(PolicyWarning.Concern.RPO_BELOW_INTERVAL, "", policy.rpoWarningSeconds(), policy.crashSeconds(),
                        "points are made every " + policy.crashSeconds() + " s, but the newest one is to be at most "
                                + policy.rpoWarningSeconds() + " s old");
            }
        }

        void machine(MachineCost machine, long spool) {
            String name = machine.name();
            if (machine.hoursMeasured() < LEAST_HOURS) {
                add(PolicyWarning.Concern.LITTLE_MEASURED, name, (long) machine.hoursMeasured(), LEAST_HOURS,
                        "the writing of " + name + " was watched for " + (long) machine.hoursMeasured()
                                + " h only; these figures say little");
            }
            if (machine.backlogBytes() == null || machine.rpoSeconds() == null) {
                add(PolicyWarning.Concern.LINE_TOO_SLOW, name, 7 * machine.bytesPerDay(), 0, name + " writes "
                        + mebibytes(7 * machine.bytesPerDay()) + " a week; less than that may cross the line");
            } else {
                waiting(machine, spool);
            }
            if (machine.spoolSeconds() != null && machine.spoolSeconds() < LEAST_SPOOL_SECONDS) {
                add(PolicyWarning.Concern.SPOOL_SHORT, name, machine.spoolSeconds(), LEAST_SPOOL_SECONDS,
                        "the spool of "
                                + name + " is full after " + machine.spoolSeconds()
                                + " s of its busiest hour without a line");
            }
        }

        private void waiting(MachineCost machine, long spool) {
            if (machine.rpoSeconds() > policy.rpoWarningSeconds()) {
                add(PolicyWarning.Concern.RPO_EXCEEDED, machine.name(), machine.rpoSeconds(),
                        policy.rpoWarningSeconds(),
                        "while the line is narrow the newest point of " + machine.name() + " becomes "
                                + machine.rpoSeconds() + " s old");
            }
            if (spool > 0 && machine.backlogBytes() > spool) {
                add(PolicyWarning.Concern.SPOOL_TOO_SMALL, machine.name(), machine.backlogBytes(), spool,
                        "while the line is narrow " + mebibytes(machine.backlogBytes()) + " of " + machine.name()
                                + " wait, and its spool holds " + mebibytes(spool) + "; a resync follows");
            }
        }

        void targets(Map<String, Long> needed, Map<String, Long> free) {
            needed.forEach((target, bytes) -> {
                OptionalLong room = target.isEmpty()
                        ? free.values().stream().mapToLong(Long::longValue).max()
                        : free.containsKey(target) ? OptionalLong.of(free.get(target)) : OptionalLong.empty();
                if (room.isPresent() && bytes > room.getAsLong()) {
                    String name = target.isEmpty() ? "the emptiest master target" : "the master target " + target;
                    add(PolicyWarning.Concern.TARGET_TOO_SMALL, target, bytes, room.getAsLong(), "up to "
                            + mebibytes(bytes) + " more will be needed, and " + name + " has "
                            + mebibytes(room.getAsLong()) + " free");
                }
            });
        }

        private void add(PolicyWarning.Concern kind, String about, long value, long limit, String detail) {
            if (warnings.size() < MOST) {
                warnings.add(new PolicyWarning(kind, about, value, limit, detail));
            }
        }

        List<PolicyWarning> all() {
            return warnings;
        }

        private static String mebibytes(long bytes) {
            return Math.round(bytes / MEBIBYTE) + " MiB";
        }
    }
}
