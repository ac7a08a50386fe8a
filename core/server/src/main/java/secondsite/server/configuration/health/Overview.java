package secondsite.server.configuration.health;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.api.activity.Event.Severity;
import secondsite.api.machine.DiskReport;
import secondsite.api.replication.Health;
import secondsite.api.replication.Health.Level;
import secondsite.api.replication.HealthSummary;
import secondsite.server.configuration.alert.Alerts;

/** The deployment at a glance, by the last round. */
@Singleton
public final class Overview {

    private final CurrentHealth current;
    private final Alerts alerts;

    @Inject
    public Overview(CurrentHealth current, Alerts alerts) {
        this.current = current;
        this.alerts = alerts;
    }

    /** Empty before the first round. */
    public Optional<HealthSummary> summary() {
        return current.time().map(this::summary);
    }

    private HealthSummary summary(Instant time) {
        Collection<Judged> all = current.machines();
        List<Judged> wanted = all.stream().filter(judged -> judged.machine().wanted()).toList();
        List<Judged> replicated = wanted.stream().filter(judged -> judged.machine().replicated()).toList();
        Optional<Judged> worst = replicated.stream().filter(judged -> judged.rpo().isPresent())
                .max(Comparator.comparing(judged -> judged.rpo().get()));
        Map<Severity, Long> open = alerts.open();
        return new HealthSummary(time, levels(wanted.stream().map(Judged::health)), all.size() - wanted.size(),
                levels(current.servers().stream().map(JudgedServer::health)),
                worst.flatMap(Judged::rpo).map(Overview::seconds).orElse(null),
                worst.map(judged -> judged.machine().id()).orElse(null),
                worst.map(judged -> judged.machine().name()).orElse(null),
                replicated.stream().filter(judged -> judged.rpo().isEmpty()).count(),
                all.stream().mapToLong(judged -> judged.machine().writtenPerSecond().orElse(0)).sum(),
                all.stream().flatMap(judged -> judged.machine().pairs().stream())
                        .flatMap(pair -> pair.source().report().stream()).mapToLong(DiskReport::bytesPerSecond).sum(),
                open.getOrDefault(Severity.CRITICAL, 0L), open.getOrDefault(Severity.WARNING, 0L));
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }

    private static HealthSummary.Levels levels(Stream<Health> some) {
        long[] counts = new long[Level.values().length];
        some.forEach(health -> counts[health.level().ordinal()]++);
        return new HealthSummary.Levels(counts[Level.OK.ordinal()], counts[Level.UNKNOWN.ordinal()],
                counts[Level.WARNING.ordinal()], counts[Level.CRITICAL.ordinal()]);
    }
}
