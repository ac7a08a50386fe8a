package secondsite.app.control;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.TextAlignment;

/** How many of what: a ring of slices, with a number and a word in its middle. What each slice means is said beside it. */
public final class Donut extends Drawing {

    private static final double RING = 13;
    private static final double GAP_DEGREES = 3;
    private static final double LEAST_DEGREES = 5;
    private static final double FULL = 360;

    /** So many of a colour. */
    public record Slice(Ink ink, double value) {

        public static Slice of(Status status, double value) {
            return new Slice(Ink.of(status), value);
        }
    }

    private final ObjectProperty<List<Slice>> slices = new SimpleObjectProperty<>(this, "slices", List.of());
    private final StringProperty number = new SimpleStringProperty(this, "number", "");
    private final StringProperty caption = new SimpleStringProperty(this, "caption", "");

    public Donut() {
        getStyleClass().add("donut");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setPrefSize(112, 112);
        slices.addListener(changed -> redraw());
        number.addListener(changed -> redraw());
        caption.addListener(changed -> redraw());
    }

    public ObjectProperty<List<Slice>> slicesProperty() {
        return slices;
    }

    public StringProperty numberProperty() {
        return number;
    }

    public StringProperty captionProperty() {
        return caption;
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        double size = Math.min(width, height) - RING - 1;
        double x = (width - size) / 2;
        double y = (height - size) / 2;
        List<Slice> shown = slices.get().stream().filter(slice -> slice.value() > 0).toList();
        graphics.setLineWidth(RING);
        graphics.setLineCap(StrokeLineCap.BUTT);
        if (shown.isEmpty()) {
            graphics.setStroke(color(Ink.TRACK));
            graphics.strokeOval(x, y, size, size);
        } else if (shown.size() == 1) {
            graphics.setStroke(color(shown.getFirst().ink()));
            graphics.strokeOval(x, y, size, size);
        } else {
            double[] degrees = degrees(shown.stream().mapToDouble(Slice::value).toArray());
            double begin = 90;
            for (int i = 0; i < degrees.length; i++) {
                graphics.setStroke(color(shown.get(i).ink()));
                graphics.strokeArc(x, y, size, size, begin - GAP_DEGREES / 2, GAP_DEGREES - degrees[i], ArcType.OPEN);
                begin -= degrees[i];
            }
        }
        middle(graphics, width / 2, height / 2);
    }

    /** How much of the circle each takes: in proportion, but never so little that it could not be seen. */
    static double[] degrees(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double[] degrees = new double[values.length];
        double taken = 0;
        for (int i = 0; i < values.length; i++) {
            degrees[i] = Math.max(LEAST_DEGREES + GAP_DEGREES, values[i] / sum * FULL);
            taken += degrees[i];
        }
        for (int i = 0; i < values.length; i++) {
            degrees[i] *= FULL / taken;
        }
        return degrees;
    }

    private void middle(GraphicsContext graphics, double x, double y) {
        boolean captioned = !caption.get().isEmpty();
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setFill(color(Ink.TEXT));
        graphics.setFont(strong(10));
        graphics.fillText(number.get(), x, captioned ? y - 6 : y);
        graphics.setFill(color(Ink.MUTED));
        graphics.setFont(text(-2));
        graphics.fillText(caption.get(), x, y + 13);
    }
}
