package secondsite.api.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import secondsite.api.host.Boot;
import secondsite.api.host.Probe;

/**
 * How a machine is brought up at the other site. What is null is as the machine itself.
 *
 * @param memoryMebibytes MiB; null for as much as the machine has
 * @param processors      null for as many as the machine has
 * @param boot            null for the first disk, by the firmware that starts the machine, or BIOS where its agent does not run on it
 * @param bootDisk        the disk that comes first; null for the one from which the machine starts, or the first by name
 * @param cards           one for each card that the machine is to have; null for the machine's own
 * @param probes          decide whether it works
 * @param shutDownSeconds so long the source may take to shut down before it is forced off; null for 300
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecoverySettings(Integer memoryMebibytes, Integer processors, Boot boot, UUID bootDisk, List<Card> cards,
        List<Probe> probes, Integer shutDownSeconds) {

    /**
     * A network card.
     *
     * @param mac        of the machine's own card
     * @param network    id of the network in which it is; the mapping of that says where the copy's card is. Null for the one whose subnet has
     *                   the card's address
     * @param production address after a failover; null for the machine's own, moved into the subnet of the network that takes the place
     * @param test       address in a test; null for the machine's own in an isolated network, else moved likewise
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Card(String mac, UUID network, CardAddress production, CardAddress test) {

        /** With the addresses that the mapping gives. */
        public Card(String mac, UUID network) {
            this(mac, network, null, null);
        }
    }

    /** Everything as the machine itself. */
    public static final RecoverySettings DEFAULTS = new RecoverySettings(null, null, null, null, null, null, null);

    public RecoverySettings {
        cards = cards == null ? null : List.copyOf(cards);
        probes = probes == null ? List.of() : List.copyOf(probes);
    }
}
