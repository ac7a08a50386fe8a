package secondsite.app.control;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Draws an icon on a canvas, as nodes show it. */
public final class Glyph {

    private Glyph() {}

    /** The icon with its middle at {@code x}, {@code y}; text is set to begin at the left, upon its base line, afterwards. */
    public static void draw(GraphicsContext graphics, Ikon icon, double x, double y, double size, Paint paint) {
        FontIcon glyph = new FontIcon(icon);
        graphics.setFont(Font.font(glyph.getFont().getFamily(), size));
        graphics.setFill(paint);
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(glyph.getText(), x, y);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
    }
}
