package secondsite.server.configuration.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** Numbers of one name. */
final class Gauge {

    private final GaugeSnapshot.Builder builder;

    Gauge(String name, String help) {
        this.builder = GaugeSnapshot.builder().name(name).help(help);
    }

    /** @param labels name, value, name, value ... */
    void add(double value, String... labels) {
        builder.dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
    }

    GaugeSnapshot snapshot() {
        return builder.build();
    }
}
