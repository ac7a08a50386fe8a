package secondsite.app.control.topology;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;
import secondsite.app.control.Ink;
import secondsite.app.control.topology.Topology.Group;
import secondsite.app.control.topology.Topology.Machine;
import secondsite.app.control.topology.Topology.Site;

/**
 * All groups seen from afar, as an image: boxes, and a dot of its status' colour for each machine. Painted point by point, so that
 * it can be made in the background. Pixels are ARGB, rows from the upper left of the picture's bounds, {@code scale} pixels for a
 * unit of the picture.
 */
record Overview(int[] pixels, int width, int height, double scale) {

    private static final double MOST_PIXELS = 4_000_000;
    private static final double MOST_SCALE = 0.6;
    private static final double DOT_HEIGHT_SHARE = 0.6;

    /** @param spare is painted on, if it is as large as the image */
    static Overview of(Topology topology, Placement placement, ToIntFunction<Ink> colors, int[] spare) {
        Box bounds = placement.bounds();
        double scale = Math.min(MOST_SCALE, Math.sqrt(MOST_PIXELS / (bounds.width() * bounds.height())));
        int width = (int) Math.ceil(bounds.width() * scale) + 1;
        int height = (int) Math.ceil(bounds.height() * scale) + 1;
        boolean fits = spare.length == width * height;
        if (fits) {
            Arrays.fill(spare, 0);
        }
        Overview image = new Overview(fits ? spare : new int[width * height], width, height, scale);
        for (Site site : topology.sites()) {
            for (Group group : site.groups()) {
                image.group(placement.groups().get(group.id()), bounds, group, colors);
                image.machines(group.machines(), placement, colors);
            }
        }
        return image;
    }

    private void group(Box box, Box bounds, Group group, ToIntFunction<Ink> colors) {
        Box moved = box.moved(-bounds.x(), -bounds.y());
        fill(moved, colors.applyAsInt(Ink.BORDER), 0);
        fill(moved, colors.applyAsInt(Ink.INSET), 1);
        Box mark = new Box(moved.x() + 10, moved.y() + 8, moved.width() / 3, 10);
        fill(mark, colors.applyAsInt(Ink.of(group.status())), 0);
    }

    private void machines(List<Machine> machines, Placement placement, ToIntFunction<Ink> colors) {
        for (Machine machine : machines) {
            Box box = placement.machines().get(machine.id()).moved(-placement.bounds().x(), -placement.bounds().y());
            double lower = box.height() * (1 - DOT_HEIGHT_SHARE) / 2;
            fill(new Box(box.x(), box.y() + lower, box.width(), box.height() - 2 * lower), colors.applyAsInt(Ink.of(
                    machine.status())), 0);
        }
    }

    /** So many pixels narrower at each side; at least one pixel is filled. */
    private void fill(Box box, int color, int inset) {
        int left = Math.max(0, (int) Math.round(box.x() * scale) + inset);
        int top = Math.max(0, (int) Math.round(box.y() * scale) + inset);
        int right = Math.min(width, Math.max(left + 1, (int) Math.round(box.right() * scale) - inset));
        int bottom = Math.min(height, Math.max(top + 1, (int) Math.round(box.bottom() * scale) - inset));
        for (int y = top; y < bottom; y++) {
            Arrays.fill(pixels, y * width + left, y * width + right, color);
        }
    }
}
