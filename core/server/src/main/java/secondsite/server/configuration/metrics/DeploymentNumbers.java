package secondsite.server.configuration.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import secondsite.api.activity.Event.Severity;
import secondsite.api.activity.JobState;
import secondsite.api.machine.DiskReport;
import secondsite.api.replication.Health.Level;
import secondsite.api.replication.ProtectionState;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.server.configuration.alert.Alerts;
import secondsite.server.configuration.health.CurrentHealth;
import secondsite.server.configuration.health.Judged;
import secondsite.server.configuration.health.JudgedServer;
import secondsite.server.configuration.health.PairFacts;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.JobStore;

/** What the deployment is in numbers, put together when it is asked for: no machine has to be kept here as well. */
@Singleton
final class DeploymentNumbers implements MultiCollector {

    /** Where it is known from. */
    record Sources(CurrentHealth health, Alerts alerts, Database database, JobStore jobs, InstantSource clock) {

        @Inject
        Sources {
        }
    }

    private final Sources sources;

    @Inject
    DeploymentNumbers(Sources sources) {
        this.sources = sources;
    }

    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(Stream.of(machines(), rpo(), spool(), journal(), written(), servers(), cache(),
                storeFree(), alerts(), jobs(), age()).map(Gauge::snapshot).toArray(MetricSnapshot[]::new));
    }

    private Gauge machines() {
        var gauge = new Gauge("secondsite_machines", "Machines, by state of protection and health.");
        for (ProtectionState state : ProtectionState.values()) {
            for (Level level : Level.values()) {
                gauge.add(sources.health().machines().stream().filter(judged -> judged.machine().state() == state
                        && judged.health().level() == level).count(), "state", state.name(), "health", level.name());
            }
        }
        return gauge;
    }

    private Gauge rpo() {
        var gauge = new Gauge("secondsite_rpo_seconds",
                "Age of the newest state at the target; missing where it is not known.");
        for (Judged judged : sources.health().machines()) {
            judged.rpo().ifPresent(age -> gauge.add(seconds(age), "machine", judged.machine().name()));
        }
        return gauge;
    }

    private Gauge spool() {
        var gauge = new Gauge("secondsite_spool_bytes", "What waits in the spools of a machine's disks.");
        for (Judged judged : protectedOnes()) {
            gauge.add(judged.machine().pairs().stream().map(pair -> pair.source().report()).flatMap(Optional::stream)
                    .mapToLong(DiskReport::spoolBytes).sum(), "machine", judged.machine().name());
        }
        return gauge;
    }

    private Gauge journal() {
        var gauge = new Gauge("secondsite_journal_bytes", "What the journals of a machine's disks take.");
        for (Judged judged : protectedOnes()) {
            gauge.add(judged.machine().pairs().stream().map(PairFacts::target).flatMap(target -> target.kept().stream())
                    .mapToLong(MasterTargetReport.Kept::journalBytes).sum(), "machine", judged.machine().name());
        }
        return gauge;
    }

    private List<Judged> protectedOnes() {
        return sources.health().machines().stream().filter(judged -> !judged.machine().pairs().isEmpty()).toList();
    }

    private Gauge written() {
        var gauge = new Gauge("secondsite_written_bytes_per_second",
                "What a machine wrote, on average over some minutes; missing where it is not known.");
        for (Judged judged : sources.health().machines()) {
            judged.machine().writtenPerSecond()
                    .ifPresent(bytes -> gauge.add(bytes, "machine", judged.machine().name()));
        }
        return gauge;
    }

    private Gauge servers() {
        var gauge = new Gauge("secondsite_servers", "1 for the health that a server has, 0 for all others.");
        for (JudgedServer judged : sources.health().servers()) {
            for (Level level : Level.values()) {
                gauge.add(judged.health().level() == level ? 1 : 0, "kind", judged.server().kind(), "server",
                        judged.server().name(), "health", level.name());
            }
        }
        return gauge;
    }

    private Gauge cache() {
        var gauge = new Gauge("secondsite_cache_bytes", "What the caches of a process server take.");
        for (JudgedServer judged : sources.health().servers()) {
            judged.server().cacheBytes().ifPresent(bytes -> gauge.add(bytes, "server", judged.server().name()));
        }
        return gauge;
    }

    private Gauge storeFree() {
        var gauge = new Gauge("secondsite_store_free_bytes", "What is left where caches or replicas lie.");
        for (JudgedServer judged : sources.health().servers()) {
            judged.server().load().map(ServerLoad::storeFree).ifPresent(bytes -> gauge.add(bytes, "kind",
                    judged.server().kind(), "server", judged.server().name()));
        }
        return gauge;
    }

    private Gauge alerts() {
        var gauge = new Gauge("secondsite_alerts_open", "Alerts that are open.");
        var open = sources.alerts().open();
        for (Severity severity : List.of(Severity.WARNING, Severity.CRITICAL)) {
            gauge.add(open.getOrDefault(severity, 0L), "severity", severity.name());
        }
        return gauge;
    }

    private Gauge jobs() {
        var gauge = new Gauge("secondsite_jobs", "Jobs that are kept, by state.");
        sources.database().read(all -> {
            Arrays.stream(JobState.values()).forEach(state -> gauge.add(
                    sources.jobs().count(all, new JobStore.Filter(List.of(state), null, null)), "state",
                    state.name()));
            return all;
        });
        return gauge;
    }

    private Gauge age() {
        var gauge = new Gauge("secondsite_health_age_seconds", "Since everything was last judged.");
        Instant now = sources.clock().instant();
        sources.health().time().ifPresent(time -> gauge.add(seconds(Duration.between(time, now))));
        return gauge;
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }
}
