package secondsite.app.control.topology;

/** What is seen at the moment: a picture through a viewport. */
record Sight(Picture picture, Viewport viewport, Detail detail, boolean moving) {

    /** How much is shown of a machine. */
    enum Detail {
        /** A dot of an image. */
        OVERVIEW,
        /** A box without words, as too many are seen. */
        PLAIN,
        /** A chip with its name. */
        CHIPS,
        /** With its RPO and how that was. */
        LARGE
    }

    private static final double CHIPS_FROM = 0.45;
    private static final double LARGE_FROM = 1.3;
    static final int MOST_CHIPS = 400;

    static Detail detail(double zoom, int machinesSeen) {
        if (zoom < CHIPS_FROM) {
            return Detail.OVERVIEW;
        }
        if (machinesSeen > MOST_CHIPS) {
            return Detail.PLAIN;
        }
        return zoom > LARGE_FROM ? Detail.LARGE : Detail.CHIPS;
    }
}
