package secondsite.app.control.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import secondsite.app.control.Glyph;
import secondsite.app.control.Ink;
import secondsite.app.control.Ticks;
import secondsite.app.control.timeline.History.Event;
import secondsite.app.control.timeline.History.Gap;
import secondsite.app.control.timeline.History.Kind;
import secondsite.app.control.timeline.History.Point;
import secondsite.app.control.timeline.History.Span;
import secondsite.app.control.timeline.History.Write;

/** Draws the lanes of a line of time once. */
final class Lanes {

    static final double LEFT = 100;
    static final double RIGHT = 16;
    private static final double TOP = 26;
    private static final double WRITES = 48;
    private static final double LANE = 24;
    private static final double BETWEEN = 8;
    private static final double CRASH_TOP = TOP + WRITES + BETWEEN;
    private static final double APPLICATION_TOP = CRASH_TOP + LANE + BETWEEN;
    private static final double BOOKMARK_TOP = APPLICATION_TOP + LANE + BETWEEN;
    private static final double EVENT_TOP = BOOKMARK_TOP + LANE + BETWEEN;
    private static final double AXIS = EVENT_TOP + LANE + 4;
    static final double MINIMAP = AXIS + 26;
    private static final double MINIMAP_HEIGHT = 16;
    static final double HEIGHT = MINIMAP + MINIMAP_HEIGHT + 6;
    private static final double BAR = 12;
    private static final double PER_MARK = 88;
    private static final double HATCH = 6;
    private static final double DIAMOND = 5;
    private static final double LEAST_DIAMOND = 2.5;

    private final GraphicsContext graphics;
    private final TimelineTexts texts;
    private final History history;
    private final TimeWindow window;
    private final double width;
    private final Function<Ink, Color> colors;
    private final Font plain;
    private final Font strong;
    private final Text measure = new Text();

    Lanes(GraphicsContext graphics, TimelineTexts texts, History history, TimeWindow window, double width,
            Function<Ink, Color> colors, Font plain, Font strong) {
        this.graphics = graphics;
        this.texts = texts;
        this.history = history;
        this.window = window;
        this.width = width;
        this.colors = colors;
        this.plain = plain;
        this.strong = strong;
    }

    void draw() {
        graphics.setTextBaseline(VPos.CENTER);
        lane(texts.writes(), TOP, WRITES);
        lane(texts.crash(), CRASH_TOP, LANE);
        lane(texts.application(), APPLICATION_TOP, LANE);
        lane(texts.bookmarks(), BOOKMARK_TOP, LANE);
        lane(texts.events(), EVENT_TOP, LANE);
        axis();
        graphics.save();
        graphics.beginPath();
        graphics.rect(LEFT, 0, width, MINIMAP);
        graphics.clip();
        history.writes().forEach(this::write);
        history.spans().forEach(span -> bar(span, x(span.from()), x(span.to())));
        history.gaps().forEach(gap -> gap(gap, x(gap.from()), x(gap.to())));
        points();
        events();
        graphics.restore();
        minimap();
    }

    private double x(Instant at) {
        return LEFT + window.x(at, width);
    }

    private boolean isSeen(Instant from, Instant to) {
        return !to.isBefore(window.from()) && !from.isAfter(window.to());
    }

    private void lane(String name, double top, double height) {
        graphics.setFill(colors.apply(Ink.INSET));
        graphics.fillRect(LEFT, top, width, height);
        graphics.setFill(colors.apply(Ink.MUTED));
        graphics.setFont(plain);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(name, 0, top + height / 2, LEFT - 8);
    }

    private void axis() {
        Duration step = Ticks.step(window.span(), (int) Math.max(1, width / PER_MARK));
        graphics.setStroke(colors.apply(Ink.BORDER));
        graphics.setLineWidth(1);
        graphics.setFont(plain);
        graphics.setFill(colors.apply(Ink.MUTED));
        graphics.setTextAlign(TextAlignment.CENTER);
        for (Instant mark : Ticks.between(window.from(), window.to(), step, texts.zone())) {
            double x = Math.round(x(mark)) + 0.5;
            graphics.strokeLine(x, TOP, x, AXIS);
            graphics.fillText(texts.mark().apply(mark), x, AXIS + 10);
        }
    }

    private void write(Write write) {
        if (!isSeen(write.from(), write.to())) {
            return;
        }
        double left = x(write.from());
        double tall = Math.max(1, write.share() * (WRITES - 4));
        graphics.setFill(colors.apply(write.suspicious() ? Ink.CRIT : Ink.SERIES_3));
        graphics.fillRect(left, TOP + WRITES - tall, Math.max(1, x(write.to()) - left - 1), tall);
    }

    private void bar(Span span, double left, double right) {
        if (isSeen(span.from(), span.to())) {
            graphics.setFill(colors.apply(Ink.SERIES_1).deriveColor(0, 1, 1, 0.6));
            graphics.fillRect(left, CRASH_TOP + (LANE - BAR) / 2, Math.max(1, right - left), BAR);
        }
    }

    private void gap(Gap gap, double left, double right) {
        if (isSeen(gap.from(), gap.to())) {
            double begin = Math.max(LEFT - HATCH, left);
            double wide = Math.max(3, Math.min(LEFT + width + HATCH, right) - begin);
            hatch(begin, CRASH_TOP + (LANE - BAR) / 2, wide, BAR);
            String reason = gap.reason();
            if (wide > width(reason) + 12) {
                graphics.setFill(colors.apply(Ink.INSET));
                graphics.fillRect(begin + wide / 2 - width(reason) / 2 - 4, CRASH_TOP + 3, width(reason) + 8, LANE - 6);
                graphics.setFill(colors.apply(Ink.MUTED));
                graphics.setTextAlign(TextAlignment.CENTER);
                graphics.fillText(reason, begin + wide / 2, CRASH_TOP + LANE / 2);
            }
        }
    }

    private void hatch(double left, double top, double wide, double tall) {
        graphics.save();
        graphics.beginPath();
        graphics.rect(left, top, wide, tall);
        graphics.clip();
        graphics.setStroke(colors.apply(Ink.HATCH));
        graphics.setLineWidth(1);
        for (double x = left - tall; x < left + wide; x += HATCH) {
            graphics.strokeLine(x, top + tall, x + tall, top);
        }
        graphics.strokeRect(left + 0.5, top + 0.5, wide - 1, tall - 1);
        graphics.restore();
    }

    private void points() {
        double apart = Double.MAX_VALUE;
        double last = Double.NEGATIVE_INFINITY;
        for (Point point : history.points()) {
            if (point.kind() == Kind.APPLICATION && isSeen(point.at(), point.at())) {
                apart = Math.min(apart, x(point.at()) - last);
                last = x(point.at());
            }
        }
        double size = Math.clamp(apart / 2 - 0.5, LEAST_DIAMOND, DIAMOND);
        double labelled = LEFT;
        for (Point point : history.points()) {
            if (isSeen(point.at(), point.at())) {
                switch (point.kind()) {
                    case APPLICATION -> diamond(x(point.at()), APPLICATION_TOP + LANE / 2, size);
                    case BOOKMARK -> labelled = bookmark(point, labelled);
                    case CRASH -> tick(x(point.at()));
                }
            }
        }
    }

    private void tick(double x) {
        graphics.setFill(colors.apply(Ink.SERIES_1));
        graphics.fillRect(x - 0.5, CRASH_TOP + 3, 1, LANE - 6);
    }

    private void diamond(double x, double y, double size) {
        graphics.setFill(colors.apply(Ink.SERIES_1));
        graphics.fillPolygon(new double[]{x, x + size, x, x - size}, new double[]{y - size, y, y + size, y}, 4);
    }

    /** With its name at its left, where there is room since the last one; returns where it ends. */
    private double bookmark(Point point, double labelled) {
        double x = x(point.at());
        Glyph.draw(graphics, CarbonIcons.BOOKMARK_FILLED, x, BOOKMARK_TOP + LANE / 2, 16, colors.apply(Ink.ACCENT));
        said(point.label(), x - 12, labelled, BOOKMARK_TOP, Ink.MUTED);
        return x + 10;
    }

    private void events() {
        double labelled = LEFT;
        for (Event event : history.events()) {
            if (isSeen(event.at(), event.at())) {
                double x = x(event.at());
                Ink ink = Ink.of(event.status());
                Glyph.draw(graphics, event.status().icon(), x, EVENT_TOP + LANE / 2, 14, colors.apply(ink));
                said(event.text(), x - 12, labelled, EVENT_TOP, ink);
                labelled = x + 10;
            }
        }
    }

    private void said(String words, double right, double left, double top, Ink ink) {
        if (!words.isEmpty() && right - width(words) > left) {
            graphics.setFont(plain);
            graphics.setFill(colors.apply(ink));
            graphics.setTextAlign(TextAlignment.RIGHT);
            graphics.setTextBaseline(VPos.CENTER);
            graphics.fillText(words, right, top + LANE / 2);
        }
    }

    private void minimap() {
        TimeWindow all = new TimeWindow(history.from(), history.to());
        graphics.setFill(colors.apply(Ink.TRACK));
        graphics.fillRect(LEFT, MINIMAP, width, MINIMAP_HEIGHT);
        for (Span span : history.spans()) {
            double left = LEFT + all.x(span.from(), width);
            graphics.setFill(colors.apply(Ink.SERIES_1).deriveColor(0, 1, 1, 0.5));
            graphics.fillRect(left, MINIMAP + 5, Math.max(1, LEFT + all.x(span.to(), width) - left), 6);
        }
        for (Write write : history.writes()) {
            if (write.suspicious()) {
                graphics.setFill(colors.apply(Ink.CRIT));
                graphics.fillRect(LEFT + all.x(write.from(), width), MINIMAP + 1, 2, MINIMAP_HEIGHT - 2);
            }
        }
        double left = LEFT + all.x(window.from(), width);
        double wide = Math.max(6, LEFT + all.x(window.to(), width) - left);
        graphics.setFill(colors.apply(Ink.ACCENT).deriveColor(0, 1, 1, 0.15));
        graphics.fillRect(left, MINIMAP, wide, MINIMAP_HEIGHT);
        graphics.setStroke(colors.apply(Ink.ACCENT));
        graphics.setLineWidth(1);
        graphics.strokeRect(left + 0.5, MINIMAP + 0.5, wide - 1, MINIMAP_HEIGHT - 1);
    }

    /** The moment that is chosen, with its time above; nothing if it is not in sight. */
    void handle(Instant at, boolean focused) {
        if (!isSeen(at, at)) {
            return;
        }
        double x = Math.round(x(at));
        graphics.setFill(colors.apply(Ink.ACCENT));
        graphics.fillRect(x - 1, TOP - 4, 2, AXIS - TOP + 4);
        String said = texts.exact().apply(at);
        graphics.setFont(strong);
        measure.setFont(strong);
        measure.setText(said);
        double wide = measure.getLayoutBounds().getWidth() + 16;
        double left = Math.clamp(x - wide / 2, LEFT, Math.max(LEFT, LEFT + width - wide));
        graphics.setFill(colors.apply(Ink.ACCENT_FILL));
        graphics.fillRoundRect(left, 2, wide, 20, 6, 6);
        if (focused) {
            graphics.setStroke(colors.apply(Ink.ACCENT));
            graphics.setLineWidth(2);
            graphics.strokeRoundRect(left - 2, 0, wide + 4, 24, 8, 8);
        }
        graphics.setFill(colors.apply(Ink.ON_FILL));
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(said, left + wide / 2, 12);
    }

    private double width(String words) {
        measure.setFont(plain);
        measure.setText(words);
        return measure.getLayoutBounds().getWidth();
    }
}
