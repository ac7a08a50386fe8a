package secondsite.api.recovery;

import java.util.List;

/** Failovers, the newest first. */
public record FailoverList(List<Failover> failovers) {

    public FailoverList {
        failovers = List.copyOf(failovers);
    }
}
