package secondsite.agent.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import secondsite.agent.os.Programs;

/** Finds out what lies on devices where udev does not run, which has told the system on all others: {@code blkid} reads each of them. */
final class Probing {

    private static final int MOST_DEVICES = 64;
    /** What {@code blkid} calls it, and {@code lsblk}. */
    private static final Map<String, String> NAMES = Map.of("TYPE", "fstype", "LABEL", "label", "UUID", "uuid",
            "PTTYPE", "pttype", "PART_ENTRY_TYPE", "parttype", "PART_ENTRY_NAME", "partlabel", "PART_ENTRY_UUID",
            "partuuid");
    private static final String KEY = "=";

    private final Programs programs;
    private int asked;

    Probing(Programs programs) {
        this.programs = programs;
    }

    /** Adds to what was told of devices what nobody knew. */
    void complete(List<JsonNode> devices) throws InterruptedException {
        if (!knows(devices)) {
            add(devices);
        }
    }

    private static boolean knows(List<JsonNode> devices) {
        return devices.stream().anyMatch(device -> device.hasNonNull("fstype") || device.hasNonNull("pttype")
                || knows(children(device)));
    }

    private static List<JsonNode> children(JsonNode device) {
        return StreamSupport.stream(device.path("children").spliterator(), false).toList();
    }

    private void add(List<JsonNode> devices) throws InterruptedException {
        for (JsonNode device : devices) {
            if (device instanceof ObjectNode told && device.path("size").asLong() > 0 && asked++ < MOST_DEVICES) {
                Optional<String> said = programs
                        .ask(List.of("blkid", "-p", "-o", "export", device.path("path").asText()));
                said.ifPresent(text -> properties(text).forEach((name, value) -> told.put(NAMES.get(name), value)));
                add(children(device));
            }
        }
    }

    private static Map<String, String> properties(String text) {
        return text.lines()
                .filter(line -> line.contains(KEY) && NAMES.containsKey(line.substring(0, line.indexOf(KEY))))
                .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(KEY)),
                        line -> line.substring(line.indexOf(KEY) + 1).replaceAll("\\\\(.)", "$1"),
                        (first, _) -> first));
    }
}
