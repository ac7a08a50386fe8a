package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskReport.State;
import secondsite.api.site.MasterTargetReport.Kept;

/**
 * How old the newest state is to which a disk can be brought back, as measured in two ways, of which each is a bound: the age of the newest record
 * that is durable at the target; and how long the oldest record that the target lacks has waited when the agent reported, with the time
 * since that report. The second is what holds when the machine writes nothing: an old newest record is no loss then.
 *
 * <p>Records bear the time of the agent's clock, which is why only that one's difference from ours counts.
 */
final class Rpo {

    private final int missed;
    private final Instant now;

    /** @param missed so many reports that did not come make a measurement void */
    Rpo(int missed, Instant now) {
        this.missed = missed;
        this.now = now;
    }

    /** Of a whole machine: that of its worst disk. Empty when it is not known of one. */
    Optional<Duration> of(MachineFacts machine) {
        Duration worst = Duration.ZERO;
        for (PairFacts pair : machine.pairs()) {
            Optional<Duration> age = of(pair, machine.agent().heard());
            if (age.isEmpty()) {
                return age;
            }
            worst = age.get().compareTo(worst) > 0 ? age.get() : worst;
        }
        return machine.pairs().isEmpty() ? Optional.empty() : Optional.of(worst);
    }

    /** Of a disk; empty when it is not known, or there is nothing to go back to. */
    Optional<Duration> of(PairFacts pair, Optional<Heard> agent) {
        if (pair.target().kept().filter(kept -> !kept.recoverable()).isPresent()) {
            return Optional.empty();
        }
        return Stream.of(byTarget(pair, agent), byAgent(pair, agent)).flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private Optional<Duration> byTarget(PairFacts pair, Optional<Heard> agent) {
        if (agent.isEmpty() || !pair.target().fresh(missed, now)) {
            return Optional.empty();
        }
        Optional<Instant> newest = pair.target().kept().map(Kept::newest).map(agent.get()::here);
        return newest.flatMap(durable -> whole(pair.source(), durable)).map(this::age);
    }

    /** What came to the target after capture lost track is part of a comparison that is not over: no state of the disk. */
    private static Optional<Instant> whole(PairFacts.Source source, Instant newest) {
        boolean lost = source.is(State.RESYNC_REQUIRED) || source.is(State.RESYNCING);
        return lost ? source.broken().map(broken -> broken.isBefore(newest) ? broken : newest) : Optional.of(newest);
    }

    private Optional<Duration> byAgent(PairFacts pair, Optional<Heard> agent) {
        return agent.filter(heard -> !heard.late(missed, now))
                .filter(_ -> pair.source().is(State.LOGGING))
                .flatMap(heard -> pair.source().report().map(report -> age(heard.arrived()).plus(lag(report))));
    }

    private static Duration lag(DiskReport report) {
        return report.targetSequence() >= report.lastSequence()
                ? Duration.ZERO
                : Duration.ofMillis(Math.round(Math.max(0, report.lagSeconds()) * 1000));
    }

    private Duration age(Instant moment) {
        Duration age = Duration.between(moment, now);
        return age.isNegative() ? Duration.ZERO : age;
    }
}
