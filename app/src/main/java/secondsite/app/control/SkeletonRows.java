package secondsite.app.control;

import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;

/** Rows that are still to come: grey bars where their words will be, which do not move. */
public final class SkeletonRows extends Drawing {

    private static final double ROW = 28;
    private static final double THICK = 10;
    private static final double PADDING = 12;
    /** Where bars begin and how long they are, as parts of the width; the lengths alternate over the rows. */
    private static final double[][] BARS = {{0, 0.18, 0.13, 0.21}, {0.28, 0.12, 0.16, 0.1}, {0.5, 0.22, 0.15, 0.19},
            {0.8, 0.09, 0.14, 0.11}};

    private final IntegerProperty rows = new SimpleIntegerProperty(this, "rows");

    public SkeletonRows(int count) {
        getStyleClass().add("skeleton-rows");
        setAccessibleRole(AccessibleRole.PROGRESS_INDICATOR);
        rows.addListener(changed -> {
            setPrefHeight(rows.get() * ROW);
            redraw();
        });
        rows.set(count);
    }

    public IntegerProperty rowsProperty() {
        return rows;
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        graphics.setFill(color(Ink.TRACK));
        double room = width - 2 * PADDING;
        for (int row = 0; row < rows.get(); row++) {
            double y = row * ROW + (ROW - THICK) / 2;
            for (double[] bar : BARS) {
                graphics.fillRoundRect(PADDING + bar[0] * room, y, bar[1 + row % 3] * room, THICK, THICK, THICK);
            }
        }
    }
}
