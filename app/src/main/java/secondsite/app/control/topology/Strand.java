package secondsite.app.control.topology;

import secondsite.app.control.topology.Topology.Link;

/** The curve of a way: begin, two points that bend it, end, in the picture's units. */
record Strand(Link link, double fromX, double fromY, double bendFromX, double bendToX, double toX, double toY) {

    private static final double LEAST_BEND = 40;

    /** From one box to another, out of and into the sides that face each other, so much above or below their middles. */
    static Strand between(Link link, Box from, Box to, double fromAside, double toAside) {
        boolean toTheRight = to.middleX() >= from.middleX();
        double fromX = toTheRight ? from.right() : from.x();
        double toX = toTheRight ? to.x() : to.right();
        double bend = Math.max(LEAST_BEND, Math.abs(toX - fromX) / 2) * (toTheRight ? 1 : -1);
        return new Strand(link, fromX, from.middleY() + fromAside, fromX + bend, toX - bend, toX, to.middleY()
                + toAside);
    }

    Box bounds() {
        double left = Math.min(Math.min(fromX, toX), Math.min(bendFromX, bendToX));
        double right = Math.max(Math.max(fromX, toX), Math.max(bendFromX, bendToX));
        return new Box(left, Math.min(fromY, toY), right - left + 1, Math.abs(fromY - toY) + 1);
    }

    double middleX() {
        return (fromX + 3 * bendFromX + 3 * bendToX + toX) / 8;
    }

    double middleY() {
        return (fromY + toY) / 2;
    }
}
