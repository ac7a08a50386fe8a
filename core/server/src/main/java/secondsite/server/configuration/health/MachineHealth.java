package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.api.activity.ErrorCode;
import secondsite.api.replication.Health;
import secondsite.api.replication.Thresholds;

/** How well a machine is: the rules for its agent, for itself and for each of its disks, with one finding for each code. */
public final class MachineHealth {

    private static final int DISKS_TOLD = 4;
    private static final Duration FORGOTTEN_TEST = Duration.ofDays(1);

    private final Thresholds limits;
    private final String version;

    /** @param version of this server */
    public MachineHealth(Thresholds limits, String version) {
        this.limits = limits;
        this.version = version;
    }

    public Health of(MachineFacts machine, Instant now) {
        return Finding.health(findings(machine, now));
    }

    /** Why it is not better; at most one for each code. */
    public List<Finding> findings(MachineFacts machine, Instant now) {
        var program = new ProgramHealth(limits, version, now);
        Stream<Finding> own = Stream.of(
                program.silence(machine.agent(), ErrorCode.AGENT_SILENT, machine.wanted()),
                program.clock(machine.agent()), program.certificate(machine.agent()),
                program.version(machine.agent(), ErrorCode.AGENT_OUTDATED), unprotected(machine), paused(machine, now),
                churn(machine), tested(machine, now)).flatMap(Optional::stream);
        Stream<Finding> disks = machine.wanted()
                ? machine.pairs().stream().flatMap(pair -> new PairHealth(machine, pair, limits, now).findings())
                : Stream.empty();
        return together(Stream.concat(own, disks));
    }

    private static Optional<Finding> unprotected(MachineFacts machine) {
        return machine.wanted()
                ? Optional.empty()
                : Optional.of(Finding.unknown(ErrorCode.NOT_PROTECTED, "nothing of it is at the second site"));
    }

    private Optional<Finding> paused(MachineFacts machine, Instant now) {
        if (!machine.paused() || !machine.wanted()) {
            return Optional.empty();
        }
        String age = new Rpo(limits.missedReports(), now).of(machine)
                .map(newest -> "; its newest state at the target is " + Evidence.span(newest) + " old").orElse("");
        return Optional.of(Finding.warning(ErrorCode.PAUSED, "replication is paused" + age));
    }

    /** What a test wrote takes space on its host, and the point that it runs from is kept whatever the policy says. */
    private static Optional<Finding> tested(MachineFacts machine, Instant now) {
        return machine.tested().map(since -> Duration.between(since, now))
                .filter(age -> age.compareTo(FORGOTTEN_TEST) > 0)
                .map(age -> Finding.warning(ErrorCode.TEST_FORGOTTEN,
                        "a test failover was begun " + Evidence.span(age) + " ago and is not cleaned up"));
    }

    private Optional<Finding> churn(MachineFacts machine) {
        return machine.wanted() && machine.writtenPerSecond().orElse(0) > limits.churnBytesPerSecond()
                ? Optional.of(Finding.warning(ErrorCode.CHURN_HIGH, "it writes "
                        + Evidence.bytes(machine.writtenPerSecond().getAsLong()) + " a second; "
                        + Evidence.bytes(limits.churnBytesPerSecond()) + " are expected at most"))
                : Optional.empty();
    }

    private static List<Finding> together(Stream<Finding> findings) {
        Map<ErrorCode, List<Finding>> byCode = new EnumMap<>(ErrorCode.class);
        findings.forEach(finding -> byCode.computeIfAbsent(finding.code(), _ -> new ArrayList<>()).add(finding));
        return byCode.values().stream().map(MachineHealth::one).sorted(Finding.WORST_FIRST).toList();
    }

    private static Finding one(List<Finding> same) {
        if (same.size() == 1) {
            return same.getFirst();
        }
        List<Finding> worstFirst = same.stream().sorted(Comparator.comparing(Finding::level).reversed()).toList();
        String told = String.join("; ", worstFirst.stream().limit(DISKS_TOLD).map(Finding::detail).toList());
        String rest = same.size() > DISKS_TOLD ? "; and " + (same.size() - DISKS_TOLD) + " more" : "";
        return new Finding(same.getFirst().code(), worstFirst.getFirst().level(), told + rest);
    }
}
