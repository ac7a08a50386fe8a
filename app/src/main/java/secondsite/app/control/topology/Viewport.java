package secondsite.app.control.topology;

/**
 * Which part of the picture is seen, and how large: a point of the picture is seen at {@code zoom * point + offset}. Zooming keeps
 * the point under the pointer where it is; a part of the picture always stays in view.
 */
record Viewport(double zoom, double offsetX, double offsetY) {

    static final double LEAST_ZOOM = 0.02;
    static final double MOST_ZOOM = 3;
    private static final double FIT_MARGIN = 24;
    private static final double LARGEST_FIT = 1.25;
    private static final double STAYS_IN_VIEW = 80;

    /** All of the picture in the middle, as large as there is room, but not larger than it is pleasant. */
    static Viewport fit(Box bounds, double width, double height) {
        double zoom = Math.min((width - 2 * FIT_MARGIN) / bounds.width(), (height - 2 * FIT_MARGIN) / bounds.height());
        double clamped = Math.clamp(zoom, LEAST_ZOOM, LARGEST_FIT);
        return new Viewport(clamped, width / 2 - bounds.middleX() * clamped, height / 2 - bounds.middleY() * clamped);
    }

    Viewport zoomed(double factor, double aroundX, double aroundY) {
        double now = Math.clamp(zoom * factor, LEAST_ZOOM, MOST_ZOOM);
        return new Viewport(now, aroundX - (aroundX - offsetX) * now / zoom,
                aroundY - (aroundY - offsetY) * now / zoom);
    }

    Viewport moved(double byX, double byY) {
        return new Viewport(zoom, offsetX + byX, offsetY + byY);
    }

    /** So that at least a strip of the picture can still be seen. */
    Viewport within(Box bounds, double width, double height) {
        double left = STAYS_IN_VIEW - bounds.right() * zoom;
        double right = width - STAYS_IN_VIEW - bounds.x() * zoom;
        double top = STAYS_IN_VIEW - bounds.bottom() * zoom;
        double bottom = height - STAYS_IN_VIEW - bounds.y() * zoom;
        return new Viewport(zoom, Math.clamp(offsetX, Math.min(left, right), Math.max(left, right)), Math.clamp(offsetY,
                Math.min(top, bottom), Math.max(top, bottom)));
    }

    /** As little movement as brings a box into view. */
    Viewport showing(Box box, double width, double height) {
        double byX = correction(x(box.x()), x(box.right()), width);
        double byY = correction(y(box.y()), y(box.bottom()), height);
        return moved(byX, byY);
    }

    private static double correction(double begin, double end, double room) {
        if (begin < FIT_MARGIN) {
            return FIT_MARGIN - begin;
        }
        return end > room - FIT_MARGIN ? Math.max(room - FIT_MARGIN - end, FIT_MARGIN - begin) : 0;
    }

    double x(double picture) {
        return picture * zoom + offsetX;
    }

    double y(double picture) {
        return picture * zoom + offsetY;
    }

    double pictureX(double seen) {
        return (seen - offsetX) / zoom;
    }

    double pictureY(double seen) {
        return (seen - offsetY) / zoom;
    }

    /** The part of the picture that is seen. */
    Box seen(double width, double height) {
        return new Box(pictureX(0), pictureY(0), width / zoom, height / zoom);
    }
}
