package secondsite.app.control;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.IkonResolverProvider;
import org.kordamp.ikonli.javafx.JavaFXFontLoader;

/** Draws an icon on a canvas, as nodes show it. */
public final class Glyph {

    private Glyph() {}

    /** The icon with its middle at {@code x}, {@code y}; text is set to begin at the left, upon its base line, afterwards. */
    public static void draw(GraphicsContext graphics, Ikon icon, double x, double y, double size, Paint paint) {
        graphics.setFont(Font.font(family(icon), size));
        graphics.setFill(paint);
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(Character.toString(icon.getCode()), x, y);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
    }

    /** Its font is known to the toolkit from the first time on that it is asked for. */
    private static String family(Ikon icon) {
        return IkonResolverProvider.getInstance(JavaFXFontLoader.getInstance()).resolve(icon.getDescription())
                .getFontFamily();
    }
}
