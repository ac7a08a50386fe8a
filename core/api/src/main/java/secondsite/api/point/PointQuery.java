package secondsite.api.point;

import java.time.Instant;

/**
 * Which points of a disk are asked for.
 *
 * @param from        made then or later; null for all
 * @param to          made then or before; null for all
 * @param kind        of these only; null for all
 * @param newestFirst whether the list begins with the newest
 * @param after       {@link PointList#next} of the part before; null for the first part
 * @param limit       most points of a part, up to {@link #MAX_LIMIT}
 */
public record PointQuery(Instant from, Instant to, String kind, boolean newestFirst, Long after, int limit) {

    public static final int MAX_LIMIT = 1000;

    /** All, by time. */
    public static final PointQuery ALL = new PointQuery(null, null, null, false, null, MAX_LIMIT);

    /** The same, from another place on. */
    public PointQuery after(Long place) {
        return new PointQuery(from, to, kind, newestFirst, place, limit);
    }
}
