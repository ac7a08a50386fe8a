package secondsite.app.control.topology;

import java.nio.IntBuffer;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import secondsite.app.control.Drawing;
import secondsite.app.control.Glyph;
import secondsite.app.control.Ink;
import secondsite.app.control.topology.Sight.Detail;
import secondsite.app.control.topology.Topology.Group;
import secondsite.app.control.topology.Topology.Machine;
import secondsite.app.control.topology.Topology.Server;

/** The groups, and what is seen of machines from afar. */
final class Boxes extends Drawing {

    /** The image of some pixels. */
    private record Painted(Overview of, PixelBuffer<IntBuffer> buffer, WritableImage image) {}

    private static final int MOST_IMAGES = 2;
    private static final double HEADER = 14;
    private static final double SHARP = 1.15;
    private static final int MOST_NAMES = 80;
    private static final double LEAST_NAME_ZOOM = 0.22;

    private final Supplier<Sight> sight;
    private final BooleanSupplier complete;
    private final Runnable recolored;
    private final Map<int[], Painted> images = new IdentityHashMap<>();
    private Overview imageOf;
    private WritableImage image;

    /**
     * @param complete  whether all machines that are near have nodes; those that have none yet are seen as from afar
     * @param recolored is told when the picture has other colours than the theme
     */
    Boxes(Supplier<Sight> sight, BooleanSupplier complete, Runnable recolored) {
        this.sight = sight;
        this.complete = complete;
        this.recolored = recolored;
    }

    void show() {
        redraw();
    }

    /** The theme's colours, as ARGB. */
    Map<Ink, Integer> colors() {
        Map<Ink, Integer> colors = new EnumMap<>(Ink.class);
        for (Ink ink : Ink.values()) {
            Color color = color(ink);
            colors.put(ink,
                    0xff000000 | (int) Math.round(color.getRed() * 255) << 16 | (int) Math.round(color.getGreen()
                            * 255) << 8 | (int) Math.round(color.getBlue() * 255));
        }
        return colors;
    }

    @Override
    protected void draw(GraphicsContext graphics, double width, double height) {
        Sight now = sight.get();
        if (now.picture() == Picture.EMPTY) {
            return;
        }
        if (!now.picture().colors().equals(colors())) {
            recolored.run();
        }
        Box seen = now.viewport().seen(width, height);
        boolean near = now.detail() == Detail.CHIPS || now.detail() == Detail.LARGE;
        boolean sharp = now.viewport().zoom() <= now.picture().overview().scale() * SHARP;
        if (now.detail() == Detail.OVERVIEW && (sharp || now.moving())) {
            overview(graphics, now);
        } else {
            groups(graphics, now, seen);
            if (!near || !complete.getAsBoolean()) {
                machines(graphics, now, seen);
            }
        }
        names(graphics, now, seen);
        if (now.detail() == Detail.OVERVIEW) {
            for (Server server : now.picture().servers().values()) {
                server(graphics, now.picture().placement().servers().get(server.id()), server, now.viewport());
            }
        }
    }

    private void overview(GraphicsContext graphics, Sight now) {
        Overview overview = now.picture().overview();
        if (overview != imageOf) {
            image = image(overview);
            imageOf = overview;
        }
        Box bounds = now.picture().placement().bounds();
        double scale = now.viewport().zoom() / overview.scale();
        graphics.setImageSmoothing(!now.moving());
        graphics.drawImage(image, now.viewport().x(bounds.x()), now.viewport().y(bounds.y()), overview.width() * scale,
                overview.height() * scale);
    }

    /** Pixels come again, painted anew: their image is another then, and need not be made. */
    private WritableImage image(Overview overview) {
        Painted known = images.get(overview.pixels());
        if (known != null && known.of().width() == overview.width()) {
            known.buffer().updateBuffer(_ -> null);
            return known.image();
        }
        if (images.size() == MOST_IMAGES) {
            images.clear();
        }
        var buffer = new PixelBuffer<>(overview.width(), overview.height(), IntBuffer.wrap(overview.pixels()),
                PixelFormat.getIntArgbPreInstance());
        images.put(overview.pixels(), new Painted(overview, buffer, new WritableImage(buffer)));
        return images.get(overview.pixels()).image();
    }

    private void groups(GraphicsContext graphics, Sight now, Box seen) {
        Viewport view = now.viewport();
        double round = 12 * Math.min(1, view.zoom());
        graphics.setLineWidth(1);
        graphics.setStroke(color(Ink.BORDER));
        graphics.setFill(color(Ink.INSET));
        for (GridIndex.Placed<Group> placed : now.picture().groupIndex().in(seen)) {
            Box box = placed.box();
            double x = Math.round(view.x(box.x())) + 0.5;
            double y = Math.round(view.y(box.y())) + 0.5;
            graphics.fillRoundRect(x, y, box.width() * view.zoom(), box.height() * view.zoom(), round, round);
            graphics.strokeRoundRect(x, y, box.width() * view.zoom(), box.height() * view.zoom(), round, round);
        }
    }

    private void machines(GraphicsContext graphics, Sight now, Box seen) {
        Viewport view = now.viewport();
        for (GridIndex.Placed<Machine> placed : now.picture().machineIndex().in(seen)) {
            Box box = placed.box();
            graphics.setFill(color(Ink.of(placed.what().status())));
            graphics.fillRect(view.x(box.x()), view.y(box.y() + box.height() * 0.2), box.width() * view.zoom(), box
                    .height() * view.zoom() * 0.6);
        }
    }

    private void names(GraphicsContext graphics, Sight now, Box seen) {
        Viewport view = now.viewport();
        Set<GridIndex.Placed<Group>> groups = view.zoom() < LEAST_NAME_ZOOM
                ? Set.of()
                : now.picture().groupIndex().in(
                        seen);
        if (groups.size() > MOST_NAMES) {
            return;
        }
        double scale = view.zoom();
        Font name = sized(strong(-1), Math.max(scale, 0.7));
        Font count = sized(text(-1), Math.max(scale, 0.7));
        for (GridIndex.Placed<Group> placed : groups) {
            Box box = placed.box();
            double y = view.y(box.y() + HEADER);
            double x = view.x(box.x() + 12);
            graphics.setFill(color(Ink.INSET));
            graphics.fillRect(x - 2, y - 9 * scale, (box.width() - 22) * scale, 18 * scale);
            double icon = Math.max(9, 15 * scale);
            Glyph.draw(graphics, placed.what().status().icon(), x + icon / 2, y, icon, color(Ink.of(placed.what()
                    .status())));
            graphics.setTextBaseline(VPos.CENTER);
            graphics.setFont(name);
            graphics.setFill(color(Ink.TEXT));
            graphics.fillText(placed.what().name(), x + icon * 1.4, y, (box.width() - 70) * scale);
            graphics.setFont(count);
            graphics.setFill(color(Ink.MUTED));
            graphics.setTextAlign(TextAlignment.RIGHT);
            graphics.fillText(Integer.toString(placed.what().machines().size()), view.x(box.right() - 12), y);
            graphics.setTextAlign(TextAlignment.LEFT);
            graphics.setTextBaseline(VPos.BASELINE);
        }
    }

    private static Font sized(Font font, double scale) {
        return Font.font(font.getFamily(), Math.round(font.getSize() * scale * 2) / 2.0);
    }

    private void server(GraphicsContext graphics, Box box, Server server, Viewport view) {
        double x = view.x(box.x());
        double y = view.y(box.y());
        double w = Math.max(6, box.width() * view.zoom());
        double h = Math.max(4, box.height() * view.zoom());
        graphics.setFill(color(Ink.CARD));
        graphics.fillRoundRect(x, y, w, h, 4, 4);
        graphics.setStroke(color(Ink.of(server.status())));
        graphics.setLineWidth(1.5);
        graphics.strokeRoundRect(x, y, w, h, 4, 4);
        double icon = Math.min(16, h - 2);
        if (icon > 6) {
            Glyph.draw(graphics, server.status().icon(), x + w / 2, y + h / 2, icon, color(Ink.of(server.status())));
        }
    }
}
