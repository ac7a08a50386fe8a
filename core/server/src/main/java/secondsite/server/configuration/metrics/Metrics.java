package secondsite.server.configuration.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import secondsite.server.web.Served;

/**
 * The numbers of this program and of the deployment: what requests take, what reports came, what the program needs, and what the last
 * round of health has found. Safe for use by several threads.
 */
@Singleton
public final class Metrics implements Served {

    private static final String REPORTS = "/v1/reports/";
    private static final Duration[] BUCKETS = Stream.of(10, 50, 200, 500, 2000, 10_000).map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @Inject
    Metrics(DeploymentNumbers numbers) {
        List.of(new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics(), new UptimeMetrics(),
                new FileDescriptorMetrics()).forEach(each -> each.bindTo(registry));
        registry.getPrometheusRegistry().register(numbers);
    }

    @Override
    public void request(String method, String path, int status, Duration took) {
        Timer.builder("secondsite.requests").description("Requests that were answered, by route.")
                .serviceLevelObjectives(BUCKETS)
                .tags("method", path.isEmpty() ? "other" : method, "path", path.isEmpty() ? "other" : path, "status",
                        Integer.toString(status))
                .register(registry).record(took);
        if (path.startsWith(REPORTS) && status == 200) {
            Counter.builder("secondsite.reports").description("Reports that were taken, by kind of program.")
                    .tag("kind", path.substring(REPORTS.length())).register(registry).increment();
        }
    }

    /** All of them now, in the text format of Prometheus. */
    public String text() {
        return registry.scrape();
    }
}
