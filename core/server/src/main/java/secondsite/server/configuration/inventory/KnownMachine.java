package secondsite.server.configuration.inventory;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.server.configuration.store.Disks.Disk;
import secondsite.server.configuration.store.Machines.Machine;
import secondsite.server.configuration.store.Nics.Nic;
import secondsite.server.web.Peer;

/**
 * A machine and what it has.
 *
 * @param disks by name; those that are gone too
 * @param nics  by name
 */
public record KnownMachine(Machine machine, List<Disk> disks, List<Nic> nics) {

    public KnownMachine {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }

    public UUID id() {
        return machine.id();
    }

    public String name() {
        return machine.name();
    }

    /** Its agent, as it reports. */
    public Peer agent() {
        return new Peer(Peer.Kind.AGENT, machine.agent());
    }

    public Optional<Disk> disk(UUID id) {
        return disks.stream().filter(disk -> disk.id().equals(id)).findFirst();
    }

    /** Bytes of all disks that are there. */
    public long size() {
        return disks.stream().filter(disk -> !disk.gone()).mapToLong(Disk::size).sum();
    }
}
