package secondsite.app.control;

import java.util.function.IntToDoubleFunction;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;

/** A line through points, with what is below it filled; broken where a point is missing. */
final class Curve {

    private Curve() {}

    /** Points from left to right; one whose {@code y} is not a number is missing. */
    static void draw(GraphicsContext graphics, int count, IntToDoubleFunction x, IntToDoubleFunction y, double floor,
            Paint line, Paint below) {
        int begin = 0;
        while (begin < count) {
            if (!Double.isFinite(y.applyAsDouble(begin))) {
                begin++;
                continue;
            }
            int end = begin;
            while (end + 1 < count && Double.isFinite(y.applyAsDouble(end + 1))) {
                end++;
            }
            piece(graphics, begin, end, x, y, floor, line, below);
            begin = end + 1;
        }
    }

    private static void piece(GraphicsContext graphics, int begin, int end, IntToDoubleFunction x,
            IntToDoubleFunction y, double floor, Paint line, Paint below) {
        graphics.beginPath();
        graphics.moveTo(x.applyAsDouble(begin), floor);
        for (int i = begin; i <= end; i++) {
            graphics.lineTo(x.applyAsDouble(i), y.applyAsDouble(i));
        }
        graphics.lineTo(x.applyAsDouble(end), floor);
        graphics.closePath();
        graphics.setFill(below);
        graphics.fill();
        graphics.beginPath();
        graphics.moveTo(x.applyAsDouble(begin), y.applyAsDouble(begin));
        for (int i = begin + 1; i <= end; i++) {
            graphics.lineTo(x.applyAsDouble(i), y.applyAsDouble(i));
        }
        graphics.setStroke(line);
        graphics.setLineWidth(1.5);
        graphics.stroke();
    }
}
