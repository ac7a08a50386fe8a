package secondsite.app.control;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.css.CssMetaData;
import javafx.css.FontCssMetaData;
import javafx.css.StyleConverter;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleableProperty;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;

/**
 * A control that draws itself: the canvas is as large as the control, colours and font come from the style sheets, and whatever
 * changed within one pulse is drawn once.
 */
public abstract class Drawing extends Region {

    private static final String STRONG_FAMILY = "Inter Semi Bold";
    private static final Map<Ink, CssMetaData<Drawing, Color>> INKS = new EnumMap<>(Ink.class);
    private static final CssMetaData<Drawing, Font> FONT = new FontCssMetaData<>("-fx-font", Font.getDefault()) {

        @Override
        public boolean isSettable(Drawing drawing) {
            return true;
        }

        @Override
        public StyleableProperty<Font> getStyleableProperty(Drawing drawing) {
            return drawing.font;
        }
    };
    private static final List<CssMetaData<? extends Styleable, ?>> ALL = new ArrayList<>(Region.getClassCssMetaData());

    static {
        for (Ink ink : Ink.values()) {
            INKS.put(ink, meta(ink));
        }
        ALL.addAll(INKS.values());
        ALL.add(FONT);
    }

    private final Canvas canvas = new Canvas();
    private final Map<Ink, StyleableObjectProperty<Color>> inks = new EnumMap<>(Ink.class);
    private final StyleableObjectProperty<Font> font = new Styled<>(FONT, "font", Font.getDefault());

    /** Nothing that it calls here is to be overridden. */
    @SuppressWarnings("this-escape")
    protected Drawing() {
        getStyleClass().add("drawing");
        canvas.setManaged(false);
        canvas.setMouseTransparent(true);
        getChildren().add(canvas);
        INKS.forEach((ink, meta) -> inks.put(ink, new Styled<>(meta, ink.name(), Color.GRAY)));
    }

    /** Draws everything, in pixels from the upper left; the canvas is empty. */
    protected abstract void draw(GraphicsContext graphics, double width, double height);

    /** Draws anew with the next pulse. */
    protected final void redraw() {
        requestLayout();
    }

    protected final Color color(Ink ink) {
        return inks.get(ink).get();
    }

    protected final Color color(Ink ink, double opacity) {
        return color(ink).deriveColor(0, 1, 1, opacity);
    }

    /** The font of the surroundings, so many pixels larger or smaller than it is there. */
    protected final Font text(double larger) {
        return Font.font(font.get().getFamily(), font.get().getSize() + larger);
    }

    /** The same in semi-bold. */
    protected final Font strong(double larger) {
        Font found = Font.font(STRONG_FAMILY, font.get().getSize() + larger);
        return found.getFamily().equals(STRONG_FAMILY)
                ? found
                : Font.font(font.get().getFamily(),
                        FontWeight.BOLD, found.getSize());
    }

    @Override
    protected void layoutChildren() {
        double width = Math.ceil(getWidth());
        double height = Math.ceil(getHeight());
        if (canvas.getWidth() != width || canvas.getHeight() != height) {
            canvas.setWidth(width);
            canvas.setHeight(height);
        }
        if (width > 0 && height > 0) {
            GraphicsContext graphics = canvas.getGraphicsContext2D();
            graphics.clearRect(0, 0, width, height);
            graphics.save();
            draw(graphics, width, height);
            graphics.restore();
        }
    }

    @Override
    public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
        return ALL;
    }

    private static CssMetaData<Drawing, Color> meta(Ink ink) {
        return new CssMetaData<>(ink.property(), StyleConverter.getColorConverter(), Color.GRAY, false) {

            @Override
            public boolean isSettable(Drawing drawing) {
                return true;
            }

            @Override
            public StyleableProperty<Color> getStyleableProperty(Drawing drawing) {
                return drawing.inks.get(ink);
            }
        };
    }

    /** A property of the style sheets that makes the drawing draw anew. */
    private final class Styled<T> extends StyleableObjectProperty<T> {

        private final CssMetaData<Drawing, T> meta;
        private final String name;

        private Styled(CssMetaData<Drawing, T> meta, String name, T value) {
            super(value);
            this.meta = meta;
            this.name = name;
        }

        @Override
        protected void invalidated() {
            get();
            redraw();
        }

        @Override
        public CssMetaData<Drawing, T> getCssMetaData() {
            return meta;
        }

        @Override
        public Object getBean() {
            return Drawing.this;
        }

        @Override
        public String getName() {
            return name;
        }
    }
}
