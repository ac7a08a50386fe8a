package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * Something that an agent is to do once. An agent that was told twice does it once.
 *
 * @param verb  null when it is one that this program does not know
 * @param disks empty for all protected disks of the machine
 * @param label with BOOKMARK: for people; null otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AgentOrder(UUID id,
        @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL) Verb verb, List<UUID> disks,
        String label) {

    public enum Verb {
        /** Compares with the replica and sends what differs: what the bitmap names if a resync is required, else the whole disk. */
        RESYNC,
        /** Compares the whole disk with the replica, and sends nothing. */
        VERIFY,
        /** Makes a crash-consistent point with a label. */
        BOOKMARK,
        /** Makes an application-consistent point now. */
        APP_POINT,
        /** Leads its replication group through a point at the same moment on all members. */
        GROUP_POINT,
        /** Asks the machine to shut down, as its power button does; carried out when it was asked, however long that takes it. */
        SHUT_DOWN,
        /** Turns the machine off, whatever it does; carried out when it is off. */
        FORCE_OFF
    }

    public AgentOrder {
        disks = disks == null ? List.of() : List.copyOf(disks);
    }
}
