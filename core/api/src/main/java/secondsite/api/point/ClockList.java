package secondsite.api.point;

import java.util.List;

/** The clocks by which points expire and deletions end. @param clocks by name of the master target */
public record ClockList(List<KnownClock> clocks) {

    public ClockList {
        clocks = List.copyOf(clocks);
    }
}
