package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import secondsite.api.policy.BandwidthSchedule;

/**
 * What a process server is to do until it is told otherwise.
 *
 * @param digest    names this assignment: the same work has the same digest
 * @param bandwidth of all that it sends to master targets
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ProcessServerAssignment(String digest, List<Pair> pairs, BandwidthSchedule bandwidth) {

    /**
     * A disk, who sends it, and where it goes.
     *
     * @param agent    name of the agent that may send it
     * @param size     in bytes
     * @param target   where its master target is reached
     * @param compress whether batches that come uncompressed are compressed here
     * @param epoch    what was written in an older one is refused
     */
    public record Pair(UUID disk, String agent, long size, URI target, boolean compress, Integer epoch) {

        /** One that was kept before there were failovers says nothing of an epoch. */
        public Pair {
            epoch = epoch == null ? 1 : epoch;
        }

        /** Of a disk that was never failed over. */
        public Pair(UUID disk, String agent, long size, URI target, boolean compress) {
            this(disk, agent, size, target, compress, 1);
        }
    }

    public ProcessServerAssignment {
        pairs = pairs == null ? List.of() : List.copyOf(pairs);
        bandwidth = bandwidth == null ? BandwidthSchedule.UNLIMITED : bandwidth;
    }
}
