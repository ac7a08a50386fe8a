package secondsite.app.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import secondsite.app.control.ProgressRow.Progress;
import secondsite.app.control.timeline.PointTimeline;
import secondsite.app.control.timeline.TimelineSample;
import secondsite.app.control.topology.Topology;
import secondsite.app.control.topology.TopologyCanvas;
import secondsite.app.control.topology.TopologySample;

/** What the gallery shows: every control with values like an administrator's. */
final class GalleryBoards {

    private static final Instant NOW = Instant.parse("2026-11-20T03:04:31Z");

    private GalleryBoards() {}

    static Map<String, Supplier<Parent>> all() {
        Map<String, Supplier<Parent>> boards = new LinkedHashMap<>();
        boards.put("small", GalleryBoards::small);
        boards.put("table", () -> page(TableSample.table()));
        boards.put("topology", () -> topology(TopologySample.small()));
        boards.put("topology-1000", () -> topology(TopologySample.large(1_000)));
        boards.put("topology-10000", () -> topology(TopologySample.large(10_000)));
        boards.put("timeline", () -> page(card(timeline(72)), card(timeline(24)), card(timeline(1))));
        return boards;
    }

    /** What a board needs after its first layout, before its picture is taken. */
    static void settle(Scene scene) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
    }

    private static Parent topology(Topology topology) {
        TopologyCanvas canvas = TopologySample.canvas(topology);
        canvas.selectedProperty().set("mail-02");
        return canvas;
    }

    private static PointTimeline timeline(int hours) {
        PointTimeline line = new PointTimeline(TimelineSample.texts());
        line.historyProperty().set(TimelineSample.history());
        line.showLast(Duration.ofHours(hours));
        line.choose("b2");
        return line;
    }

    private static Parent small() {
        FlowPane pills = new FlowPane(8, 8);
        for (Status status : Status.values()) {
            pills.getChildren().addAll(new StatusPill(status, status.styleClass()), new StatusIcon(status));
        }
        Donut donut = new Donut();
        donut.slicesProperty().set(List.of(Donut.Slice.of(Status.OK, 31), Donut.Slice.of(Status.WARN, 4),
                Donut.Slice.of(Status.CRIT, 2), Donut.Slice.of(Status.SYNC, 3)));
        donut.numberProperty().set("40");
        donut.captionProperty().set("machines");
        Donut empty = new Donut();
        empty.numberProperty().set("0");
        empty.captionProperty().set("machines");
        HBox curves = new HBox(16, donut, empty, sparkline(Ink.CRIT, 15, true), sparkline(Ink.SERIES_1, Double.NaN,
                false));
        VBox bars = new VBox(6, bar("8 min 47 s", 0.58, Status.OK), bar("13 min 2 s", 0.87, Status.WARN), bar(
                "23 min 19 s", 1.55, Status.CRIT), bar("0 s", 0, Status.OK), bar("-", Double.NaN, Status.SYNC));
        bars.setMaxWidth(170);
        VBox names = new VBox(4);
        for (double width : new double[]{300, 120, 90, 60, 20}) {
            MiddleEllipsisLabel name = new MiddleEllipsisLabel("application-server-production-017");
            name.setMaxWidth(width);
            names.getChildren().add(name);
        }
        VBox jobs = new VBox(new ProgressRow(new Progress(Status.SYNC, "Resync", "app-07", 0.64, "64 %",
                "118 MiB/s, 6 min left")), new ProgressRow(
                        new Progress(Status.TEST, "Test failover", "Plan Web shop",
                                0.8, "8 of 10", "booting web-02")),
                new ProgressRow(new Progress(Status.IDLE, "Initial copy",
                        "a-machine-with-quite-a-long-name-in-its-site-002", 0.21, "21 %", "paused")));
        jobs.setPrefWidth(360);
        SkeletonRows skeleton = new SkeletonRows(5);
        skeleton.setPrefWidth(360);
        HBox middle = new HBox(24, card(bars), card(names), card(jobs));
        HBox below = new HBox(24, card(chart()), card(new EmptyState(CarbonIcons.VIRTUAL_MACHINE,
                "No machine is protected yet", "A protected machine can be brought up at the second site.").with(
                        "Protect a machine", () -> {
                        })),
                card(skeleton));
        return page(pills, card(curves), middle, below);
    }

    private static RpoBar bar(String text, double share, Status status) {
        RpoBar bar = new RpoBar();
        bar.show(text, share, status);
        return bar;
    }

    private static Sparkline sparkline(Ink ink, double target, boolean rising) {
        Sparkline line = new Sparkline();
        Random random = new Random(7);
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            values.add(
                    i > 20 && i < 24 ? Double.NaN : 4 + random.nextDouble() * 3 + (rising ? Math.max(0, i - 45) : 0));
        }
        line.valuesProperty().set(values);
        line.inkProperty().set(ink);
        line.targetProperty().set(target);
        line.setPrefSize(220, 44);
        return line;
    }

    private static RpoChart chart() {
        RpoChart chart = new RpoChart(ZoneOffset.UTC, at -> LocalTime.ofInstant(at, ZoneOffset.UTC).toString(),
                span -> span.toMinutes() + " min");
        Random random = new Random(3);
        List<RpoChart.Series> series = new ArrayList<>();
        for (Ink ink : List.of(Ink.SERIES_1, Ink.SERIES_2)) {
            List<RpoChart.Sample> samples = new ArrayList<>();
            for (int i = 0; i <= 72; i++) {
                Duration rpo = Duration.ofSeconds(120 + random.nextInt(180) + (ink == Ink.SERIES_1
                        ? Math.max(0, i - 60)
                                * 80
                        : 100));
                samples.add(new RpoChart.Sample(NOW.minus(Duration.ofMinutes(5 * (72 - i))), i > 30 && i < 36
                        ? null
                        : rpo));
            }
            series.add(new RpoChart.Series(ink, samples));
        }
        chart.dataProperty().set(new RpoChart.Data(NOW.minus(Duration.ofHours(6)), NOW, series, Duration.ofMinutes(
                15)));
        chart.setPrefSize(420, 200);
        return chart;
    }

    private static VBox page(Node... parts) {
        VBox page = new VBox(16, parts);
        page.setPadding(new Insets(18));
        return page;
    }

    private static Node card(Node content) {
        VBox card = new VBox(new Label(content.getClass().getSimpleName()), content);
        card.setSpacing(8);
        card.setStyle("-fx-background-color: -ss-card; -fx-border-color: -ss-border; -fx-border-radius: 8px; "
                + "-fx-background-radius: 8px; -fx-padding: 16px;");
        return card;
    }
}
