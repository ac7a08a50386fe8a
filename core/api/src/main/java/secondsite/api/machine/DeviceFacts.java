package secondsite.api.machine;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;

/**
 * A block device of a machine: a disk, a part of one, or what is made of them. What is null is not known, or there is none.
 *
 * @param name      as the kernel has it, like {@code sda2}; unique on the machine
 * @param path      for people, like {@code /dev/mapper/vg0-root}
 * @param kind      like {@code disk}, {@code part}, {@code lvm}, {@code crypt}, {@code raid1}
 * @param on        names of what it lies on; empty for a disk
 * @param size      in bytes
 * @param begin     of a partition: where it begins on its disk, in bytes
 * @param model     of a disk
 * @param serial    of a disk
 * @param table     kind of the partition table on it, like {@code gpt} or {@code dos}
 * @param partition of a partition: what its table says of it
 * @param content   what lies on it
 * @param disk      id of the agent's disk that it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DeviceFacts(String name, String path, String kind, List<String> on, long size, Long begin, String model,
        String serial, String table, Partition partition, Content content, UUID disk) {

    /**
     * An entry of a partition table.
     *
     * @param type  as the table has it: a UUID, or a number like {@code 0x83}
     * @param label of the partition, not of its file system
     * @param uuid  as in {@code PARTUUID=}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Partition(String type, String label, String uuid) {}

    /**
     * What lies on a device.
     *
     * @param type        like {@code ext4}, {@code swap}, {@code LVM2_member}
     * @param mountPoints where it is mounted; {@code [SWAP]} for swap space in use
     * @param bytes       that its files could have; of a file system that is mounted
     * @param usedBytes   that they have, to a hundredth
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Content(String type, String label, String uuid, List<String> mountPoints, Long bytes,
            Long usedBytes) {

        public Content {
            mountPoints = mountPoints == null ? List.of() : List.copyOf(mountPoints);
        }
    }

    public DeviceFacts {
        on = on == null ? List.of() : List.copyOf(on);
    }

    /** Where it is mounted now. */
    List<String> mountPoints() {
        return content == null ? List.of() : content.mountPoints();
    }
}
