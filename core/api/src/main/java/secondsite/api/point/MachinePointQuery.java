package secondsite.api.point;

import java.time.Instant;

/**
 * Which points of a machine are asked for.
 *
 * @param from        made then or later; null for all
 * @param to          made then or before; null for all
 * @param kind        of these only; null for all
 * @param newestFirst whether the list begins with the newest
 * @param after       {@link MachinePoints#next} of the part before; null for the first part
 * @param limit       most points of a part, up to {@link #MAX_LIMIT}
 */
public record MachinePointQuery(Instant from, Instant to, String kind, boolean newestFirst, String after, int limit) {

    public static final int MAX_LIMIT = 1000;

    /** The newest ones. */
    public static final MachinePointQuery ALL = new MachinePointQuery(null, null, null, true, null, MAX_LIMIT);

    /** The same, from another place on. */
    public MachinePointQuery after(String place) {
        return new MachinePointQuery(from, to, kind, newestFirst, place, limit);
    }
}
