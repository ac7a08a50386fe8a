package secondsite.api.point;

import java.util.List;
import java.util.UUID;

/** Asks which marks a disk has. @param ids of marks; at most {@link #MOST} */
public record PointLookup(List<UUID> ids) {

    public static final int MOST = 1000;

    public PointLookup {
        ids = ids == null ? List.of() : List.copyOf(ids);
    }
}
