package secondsite.app.control.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import secondsite.app.control.Drawing;
import secondsite.app.control.Glyph;
import secondsite.app.control.Ink;
import secondsite.app.control.topology.Sight.Detail;
import secondsite.app.control.topology.Topology.Site;

/** What lies below: the sites' boxes, and the ways, whose dashes move where bytes flow. */
final class Ground extends Drawing {

    private static final int MOST_MOVING = 200;
    private static final int MOST_SINGLE = 60;
    private static final double DASH = 7;
    private static final double GAP = 5;
    private static final double LEAST_TITLE_ZOOM = 0.4;

    private final Supplier<Sight> sight;
    private final Text measure = new Text();
    private double dashOffset;
    private boolean still;
    private boolean anyFlows;

    Ground(Supplier<Sight> sight) {
        this.sight = sight;
    }

    void show() {
        redraw();
    }

    /** Moves the dashes on by so many pixels. */
    void flow(double pixels) {
        dashOffset = (dashOffset + pixels) % (DASH + GAP);
        if (anyFlows) {
            redraw();
        }
    }

    /** Nothing moves by itself: arrow heads say where bytes flow. */
    void stayStill(boolean wanted) {
        still = wanted;
        redraw();
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        Sight now = sight.get();
        Box seen = now.viewport().seen(width, height);
        for (Site site : now.picture().topology().sites()) {
            Box box = now.picture().placement().sites().get(site.id());
            if (box.meets(seen)) {
                site(graphics, site, box, now.viewport());
            }
        }
        int moving = 0;
        anyFlows = false;
        for (Strand strand : strands(now, seen)) {
            boolean flows = strand.link().flows() && moving < MOST_MOVING;
            moving += flows ? 1 : 0;
            anyFlows |= flows && !still;
            strand(graphics, strand, now.viewport(), flows);
        }
        graphics.setLineDashes((double[]) null);
        for (Strand strand : now.picture().strands().trunks()) {
            if (strand.bounds().meets(seen)) {
                label(graphics, strand, now.viewport());
            }
        }
    }

    private void site(GraphicsContext graphics, Site site, Box box, Viewport view) {
        double x = view.x(box.x());
        double y = view.y(box.y());
        double w = box.width() * view.zoom();
        double h = box.height() * view.zoom();
        double round = 24 * Math.min(1, view.zoom());
        graphics.setFill(color(Ink.CARD));
        graphics.fillRoundRect(x, y, w, h, round, round);
        graphics.setStroke(color(site.recovery() ? Ink.BORDER_STRONG : Ink.BORDER));
        graphics.setLineWidth(1);
        graphics.setLineDashes(site.recovery() ? new double[]{6, 4} : null);
        graphics.strokeRoundRect(x, y, w, h, round, round);
        graphics.setLineDashes((double[]) null);
        title(graphics, site, x, y, w, view.zoom());
    }

    /** Within the box where it has room, above it otherwise. */
    private void title(GraphicsContext graphics, Site site, double x, double y, double w, double zoom) {
        double scale = Math.clamp(zoom, LEAST_TITLE_ZOOM * 2, 2);
        boolean inside = zoom >= LEAST_TITLE_ZOOM * 1.5;
        double middle = inside ? y + 24 * zoom : y - 12 * scale;
        double begin = x + (inside ? 18 * zoom : 4);
        Glyph.draw(graphics, CarbonIcons.BUILDING, begin + 8 * scale, middle, 16 * scale, color(Ink.MUTED));
        graphics.setTextBaseline(VPos.CENTER);
        Font name = sized(strong(0), scale);
        double nameWidth = width(site.name(), name);
        graphics.setFont(name);
        graphics.setFill(color(Ink.TEXT));
        graphics.fillText(site.name(), begin + 22 * scale, middle);
        Font caption = sized(text(-1), scale);
        if (22 * scale + nameWidth + 10 * scale + width(site.caption(), caption) < w) {
            graphics.setFont(caption);
            graphics.setFill(color(Ink.MUTED));
            graphics.fillText(site.caption(), begin + 22 * scale + nameWidth + 10 * scale, middle);
        }
        graphics.setTextBaseline(VPos.BASELINE);
    }

    private static Font sized(Font font, double scale) {
        return Font.font(font.getFamily(), Math.round(font.getSize() * scale * 2) / 2.0);
    }

    private double width(String said, Font font) {
        measure.setFont(font);
        measure.setText(said);
        return measure.getLayoutBounds().getWidth();
    }

    private static List<Strand> strands(Sight now, Box seen) {
        Strands all = now.picture().strands();
        List<Strand> wanted = new ArrayList<>();
        if (now.detail() == Detail.OVERVIEW && all.groups().size() > MOST_SINGLE) {
            wanted.addAll(all.bundles());
        } else {
            for (Strand strand : all.groups()) {
                if (now.picture().boxOf(strand.link().from()).meets(seen)) {
                    wanted.add(strand);
                }
            }
        }
        wanted.addAll(all.trunks());
        wanted.removeIf(strand -> !strand.bounds().meets(seen));
        return wanted;
    }

    private void strand(GraphicsContext graphics, Strand strand, Viewport view, boolean flows) {
        graphics.setStroke(color(Ink.of(strand.link().status())));
        graphics.setLineWidth(Math.max(1, strand.link().throughput().width * Math.min(1, view.zoom() * 1.2)));
        if (strand.link().broken()) {
            graphics.setLineDashes(2, 4);
        } else if (flows && !still) {
            graphics.setLineDashes(DASH, GAP);
            graphics.setLineDashOffset(-dashOffset);
        } else {
            graphics.setLineDashes((double[]) null);
        }
        graphics.beginPath();
        graphics.moveTo(view.x(strand.fromX()), view.y(strand.fromY()));
        graphics.bezierCurveTo(view.x(strand.bendFromX()), view.y(strand.fromY()), view.x(strand.bendToX()), view.y(
                strand.toY()), view.x(strand.toX()), view.y(strand.toY()));
        graphics.stroke();
        graphics.setLineDashOffset(0);
        if (flows && still) {
            head(graphics, strand, view);
        }
    }

    /** Says where bytes go, when nothing moves. */
    private void head(GraphicsContext graphics, Strand strand, Viewport view) {
        double size = Math.max(4, 7 * Math.min(1, view.zoom()));
        double tip = view.x(strand.toX());
        double back = strand.toX() >= strand.fromX() ? tip - size : tip + size;
        double y = view.y(strand.toY());
        graphics.setFill(color(Ink.of(strand.link().status())));
        graphics.fillPolygon(new double[]{tip, back, back}, new double[]{y, y - size / 1.6, y + size / 1.6}, 3);
    }

    private void label(GraphicsContext graphics, Strand strand, Viewport view) {
        String said = strand.link().label();
        if (said.isEmpty()) {
            return;
        }
        Font font = sized(strong(-2), Math.clamp(view.zoom(), 0.85, 1.5));
        double w = width(said, font) + 16;
        double h = font.getSize() * 1.7;
        double x = view.x(strand.middleX());
        double y = view.y(strand.middleY());
        graphics.setFill(color(Ink.CARD));
        graphics.setStroke(color(Ink.BORDER));
        graphics.setLineWidth(1);
        graphics.fillRoundRect(x - w / 2, y - h / 2, w, h, h, h);
        graphics.strokeRoundRect(x - w / 2, y - h / 2, w, h, h, h);
        graphics.setFont(font);
        graphics.setFill(color(Ink.TEXT));
        graphics.setTextAlign(TextAlignment.CENTER);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.fillText(said, x, y);
        graphics.setTextAlign(TextAlignment.LEFT);
        graphics.setTextBaseline(VPos.BASELINE);
    }
}
