package secondsite.app.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;
import javafx.scene.text.TextAlignment;

/** RPO over time: a curve for each series, the wanted RPO as a dashed line. What is missing (no {@code rpo}) is a gap. */
public final class RpoChart extends Drawing {

    private static final double LEFT = 56;
    private static final double BOTTOM = 22;
    private static final double TOP = 8;
    private static final double RIGHT = 14;
    private static final double PER_TIME_MARK = 84;
    private static final double PER_RPO_MARK = 30;

    /** What was measured at a moment; {@code rpo} is null where nothing was. */
    public record Sample(Instant at, Duration rpo) {}

    /** A curve; its samples are in the order of time. */
    public record Series(Ink ink, List<Sample> samples) {}

    /** All that is shown: {@code target} is null for none. */
    public record Data(Instant from, Instant to, List<Series> series, Duration target) {}

    private final ZoneId zone;
    private final Function<Instant, String> times;
    private final Function<Duration, String> durations;
    private final ObjectProperty<Data> data = new SimpleObjectProperty<>(this, "data");

    /** Marks are written as {@code times} (of the zone) and {@code durations} say. */
    public RpoChart(ZoneId zone, Function<Instant, String> times, Function<Duration, String> durations) {
        this.zone = zone;
        this.times = times;
        this.durations = durations;
        getStyleClass().add("rpo-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setPrefSize(480, 180);
        setMinSize(160, 80);
        data.addListener(changed -> redraw());
    }

    public ObjectProperty<Data> dataProperty() {
        return data;
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        Data shown = data.get();
        if (shown == null || !shown.from().isBefore(shown.to())) {
            return;
        }
        double plotWidth = width - LEFT - RIGHT;
        double plotHeight = height - TOP - BOTTOM;
        List<Duration> marks = Ticks.upTo(greatest(shown), (int) Math.max(1, plotHeight / PER_RPO_MARK));
        double perMilli = plotHeight / marks.getLast().toMillis();
        rows(graphics, marks, perMilli, width, height);
        columns(graphics, shown, plotWidth, height);
        double perMoment = plotWidth / Duration.between(shown.from(), shown.to()).toMillis();
        for (Series series : shown.series()) {
            List<Sample> samples = series.samples();
            Curve.draw(graphics, samples.size(),
                    i -> LEFT + Duration.between(shown.from(), samples.get(i).at()).toMillis() * perMoment,
                    i -> samples.get(i).rpo() == null
                            ? Double.NaN
                            : height - BOTTOM - samples.get(i).rpo().toMillis() * perMilli,
                    height - BOTTOM, color(series.ink()), fade(series.ink()));
        }
        if (shown.target() != null) {
            double y = Math.round(height - BOTTOM - shown.target().toMillis() * perMilli) + 0.5;
            graphics.setStroke(color(Ink.WARN));
            graphics.setLineDashes(6, 4);
            graphics.strokeLine(LEFT, y, width - RIGHT, y);
            graphics.setLineDashes((double[]) null);
        }
    }

    private static Duration greatest(Data shown) {
        Duration greatest = shown.target() == null ? Duration.ZERO : shown.target();
        for (Series series : shown.series()) {
            for (Sample sample : series.samples()) {
                if (sample.rpo() != null && sample.rpo().compareTo(greatest) > 0) {
                    greatest = sample.rpo();
                }
            }
        }
        return greatest;
    }

    private void rows(GraphicsContext graphics, List<Duration> marks, double perMilli, double width, double height) {
        graphics.setLineWidth(1);
        graphics.setStroke(color(Ink.BORDER));
        graphics.setFill(color(Ink.MUTED));
        graphics.setFont(text(-2));
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.setTextBaseline(VPos.CENTER);
        for (Duration mark : marks) {
            double y = Math.round(height - BOTTOM - mark.toMillis() * perMilli) + 0.5;
            graphics.strokeLine(LEFT, y, width - RIGHT, y);
            graphics.fillText(durations.apply(mark), LEFT - 8, y);
        }
    }

    private void columns(GraphicsContext graphics, Data shown, double plotWidth, double height) {
        Duration span = Duration.between(shown.from(), shown.to());
        Duration step = Ticks.step(span, (int) Math.max(1, plotWidth / PER_TIME_MARK));
        graphics.setTextAlign(TextAlignment.CENTER);
        for (Instant mark : Ticks.between(shown.from(), shown.to(), step, zone)) {
            double x = LEFT + Duration.between(shown.from(), mark).toMillis() * plotWidth / span.toMillis();
            graphics.fillText(times.apply(mark), x, height - BOTTOM / 2 + 2);
        }
    }

    private LinearGradient fade(Ink ink) {
        return new LinearGradient(0, 0, 0, 1, true, CycleMethod.NO_CYCLE, new Stop(0, color(ink, 0.2)),
                new Stop(1, color(ink, 0)));
    }
}
