package secondsite.api.host;

import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/**
 * What a machine is made of. What cannot be is refused with an {@link IllegalArgumentException} that names the field.
 *
 * @param name for people; any characters but control characters
 * @param memoryMebibytes MiB
 * @param disks in order: the machine boots from the first
 */
public record MachineSpecification(UUID machine, String name, int memoryMebibytes, int processors, Boot boot,
        List<MachineDisk> disks, List<NetworkCard> cards) {

    public static final int LONGEST_NAME = 128;
    public static final int MOST_MEMORY_MEBIBYTES = 12 << 20;
    public static final int MOST_PROCESSORS = 255;
    public static final int MOST_DISKS = 16;
    public static final int MOST_CARDS = 8;

    public MachineSpecification {
        Checks.present("machine", machine);
        Checks.text("name", name, 1, LONGEST_NAME);
        Checks.range("memoryMebibytes", memoryMebibytes, 16, MOST_MEMORY_MEBIBYTES);
        Checks.range("processors", processors, 1, MOST_PROCESSORS);
        Checks.present("boot", boot);
        disks = disks == null ? List.of() : List.copyOf(disks);
        cards = cards == null ? List.of() : List.copyOf(cards);
        Checks.range("number of disks", disks.size(), 0, MOST_DISKS);
        Checks.range("number of cards", cards.size(), 0, MOST_CARDS);
        var names = new HashSet<String>();
        for (MachineDisk disk : disks) {
            Checks.hold(names.add(disk.name()), "disks", "two are named '" + disk.name() + "'");
        }
        var addresses = new HashSet<String>();
        for (NetworkCard card : cards) {
            Checks.hold(addresses.add(card.mac()), "cards", "two have the address " + card.mac());
        }
    }

    /** The same machine with these disks. */
    public MachineSpecification with(List<MachineDisk> others) {
        return new MachineSpecification(machine, name, memoryMebibytes, processors, boot, others, cards);
    }
}
