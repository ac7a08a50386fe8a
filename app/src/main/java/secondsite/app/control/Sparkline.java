package secondsite.app.control;

import java.util.List;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.CycleMethod;
import javafx.scene.paint.LinearGradient;
import javafx.scene.paint.Stop;

/** A curve without axes: the last values, evenly spaced, over zero; a missing value ({@code NaN}) is a gap. */
public final class Sparkline extends Drawing {

    private static final double MARGIN = 3;

    private final ObjectProperty<List<Double>> values = new SimpleObjectProperty<>(this, "values", List.of());
    private final ObjectProperty<Ink> ink = new SimpleObjectProperty<>(this, "ink", Ink.SERIES_1);
    private final DoubleProperty target = new SimpleDoubleProperty(this, "target", Double.NaN);

    public Sparkline() {
        getStyleClass().add("sparkline");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setPrefSize(160, 32);
        setMinSize(24, 12);
        values.addListener(changed -> redraw());
        ink.addListener(changed -> redraw());
        target.addListener(changed -> redraw());
    }

    public ObjectProperty<List<Double>> valuesProperty() {
        return values;
    }

    public ObjectProperty<Ink> inkProperty() {
        return ink;
    }

    /** A dashed line at this value; none while it is {@code NaN}. */
    public DoubleProperty targetProperty() {
        return target;
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        List<Double> shown = values.get();
        double top = shown.stream().filter(Double::isFinite).mapToDouble(Double::doubleValue).max().orElse(0);
        top = Math.max(top, Double.isNaN(target.get()) ? 0 : target.get() * 1.1);
        if (shown.size() < 2 || top <= 0) {
            graphics.setStroke(color(Ink.BORDER));
            graphics.strokeLine(MARGIN, height - MARGIN - 0.5, width - MARGIN, height - MARGIN - 0.5);
            return;
        }
        double perValue = (height - 2 * MARGIN) / top;
        double step = (width - 2 * MARGIN) / (shown.size() - 1);
        Curve.draw(graphics, shown.size(), i -> MARGIN + i * step, i -> height - MARGIN - shown.get(i) * perValue,
                height, color(ink.get()), fade());
        if (!Double.isNaN(target.get())) {
            graphics.setStroke(color(Ink.WARN));
            graphics.setLineWidth(1);
            graphics.setLineDashes(4, 3);
            double y = Math.round(height - MARGIN - target.get() * perValue) + 0.5;
            graphics.strokeLine(MARGIN, y, width - MARGIN, y);
            graphics.setLineDashes((double[]) null);
        }
        double last = shown.getLast();
        if (Double.isFinite(last)) {
            graphics.setFill(color(ink.get()));
            graphics.fillOval(width - MARGIN - 2.5, height - MARGIN - last * perValue - 2.5, 5, 5);
        }
    }

    private LinearGradient fade() {
        return new LinearGradient(0, 0, 0, 1, true, CycleMethod.NO_CYCLE, new Stop(0, color(ink.get(), 0.28)),
                new Stop(1, color(ink.get(), 0)));
    }
}
