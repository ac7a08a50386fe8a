package secondsite.agent.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import secondsite.agent.os.Programs;
import secondsite.api.Json;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DeviceFacts.Content;
import secondsite.api.machine.DeviceFacts.Partition;
import secondsite.api.machine.SystemFacts.VolumeGroup;

/** The block devices of a machine and what lies on them, as {@code lsblk} and, where there is LVM, {@code vgs} tell. */
final class Devices {

    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);
    private static final List<String> LSBLK = List.of("lsblk", "--json", "--bytes", "--output-all");
    private static final List<String> VGS = List.of("vgs", "--reportformat", "json", "--units", "b", "--nosuffix",
            "--options", "vg_name,vg_size,vg_free,pv_name");
    /** Of no use to anybody who looks for disks: drives of media, and what only lies in memory. */
    private static final Set<String> NO_DISKS = Set.of("rom", "loop", "ram");
    private static final int MOST = 1000;
    private static final int LONGEST = 200;
    private static final int MOST_MOUNTS = 16;
    private static final int SECTOR = 512;

    private final Programs programs;

    Devices(Programs programs) {
        this.programs = programs;
    }

    /** @param ours the agent's disks, by the numbers of their devices. @return disks first, each with what lies on it behind it */
    List<DeviceFacts> all(Map<String, UUID> ours) throws InterruptedException {
        List<JsonNode> disks = nodes(programs.ask(LSBLK), "blockdevices")
                .filter(each -> isDisk(each) || holdsOneOf(each, ours.keySet())).toList();
        new Probing(programs).complete(disks);
        Map<String, DeviceFacts> found = new LinkedHashMap<>();
        disks.forEach(each -> take(each, Optional.empty(), ours, found));
        return List.copyOf(found.values());
    }

    private static boolean isDisk(JsonNode device) {
        String name = device.path("name").asText();
        return !NO_DISKS.contains(device.path("type").asText()) && device.path("size").asLong() > 0
                && !name.startsWith("zram") && !name.startsWith("ram");
    }

    private static boolean holdsOneOf(JsonNode device, Set<String> numbers) {
        return numbers.contains(number(device)) || children(device).stream().anyMatch(it -> holdsOneOf(it, numbers));
    }

    private static String number(JsonNode device) {
        return device.path("maj:min").asText().strip();
    }

    private static List<JsonNode> children(JsonNode device) {
        return items(device.path("children")).toList();
    }

    /** What lies on several devices stands once in the list, with all of them. */
    private static void take(JsonNode device, Optional<String> on, Map<String, UUID> ours,
            Map<String, DeviceFacts> found) {
        String name = words(device, "kname").or(() -> words(device, "name")).orElse("?");
        DeviceFacts before = found.get(name);
        if (before == null && found.size() >= MOST) {
            return;
        }
        Set<String> under = new TreeSet<>(before == null ? Set.of() : Set.copyOf(before.on()));
        on.ifPresent(under::add);
        found.put(name, facts(name, device, List.copyOf(under), ours.get(number(device))));
        children(device).forEach(child -> take(child, Optional.of(name), ours, found));
    }

    private static DeviceFacts facts(String name, JsonNode device, List<String> on, UUID disk) {
        String type = words(device, "type").orElse("disk");
        boolean part = type.equals("part");
        return new DeviceFacts(name, words(device, "path").orElse("/dev/" + name), type, on,
                device.path("size").asLong(), begin(device, part), words(device, "model").orElse(null),
                words(device, "serial").orElse(null), part ? null : words(device, "pttype").orElse(null),
                part ? partition(device) : null, content(device), disk);
    }

    private static Long begin(JsonNode device, boolean part) {
        return part && device.path("start").asText().matches("\\d{1,15}")
                ? Long.valueOf(device.path("start").asLong() * SECTOR)
                : null;
    }

    private static Partition partition(JsonNode device) {
        return new Partition(words(device, "parttype").orElse(null), words(device, "partlabel").orElse(null),
                words(device, "partuuid").orElse(null));
    }

    private static Content content(JsonNode device) {
        List<String> mounts = mounts(device);
        Optional<String> type = words(device, "fstype");
        if (type.isEmpty() && mounts.isEmpty()) {
            return null;
        }
        long bytes = device.path("fssize").asLong();
        return new Content(type.orElse(null), words(device, "label").orElse(null), words(device, "uuid").orElse(null),
                mounts, bytes > 0 ? bytes : null, bytes > 0 ? about(device.path("fsused").asLong(), bytes) : null);
    }

    /** To a hundredth: a machine that writes a little is not another machine each time. */
    private static long about(long used, long bytes) {
        long hundredth = Math.max(1, bytes / 100);
        return Math.min(bytes, (used + hundredth - 1) / hundredth * hundredth);
    }

    private static List<String> mounts(JsonNode device) {
        var mounts = new ArrayList<String>();
        device.path("mountpoints").forEach(each -> text(each).ifPresent(mounts::add));
        if (mounts.isEmpty()) {
            words(device, "mountpoint").ifPresent(mounts::add);
        }
        return mounts.stream().distinct().sorted().limit(MOST_MOUNTS).toList();
    }

    private static Optional<String> words(JsonNode device, String field) {
        return text(device.path(field));
    }

    /** Devices may say anything of themselves. */
    private static Optional<String> text(JsonNode value) {
        return value.isNull() || value.isMissingNode()
                ? Optional.empty()
                : Optional.of(Words.shown(value.asText(), LONGEST)).filter(text -> !text.isEmpty());
    }

    /** The volume groups there are; none where LVM is not installed, or nobody may ask. */
    List<VolumeGroup> groups(List<DeviceFacts> devices) throws InterruptedException {
        if (devices.stream().noneMatch(Devices::isPhysicalVolume)) {
            return List.of();
        }
        Map<String, VolumeGroup> found = new LinkedHashMap<>();
        nodes(programs.ask(VGS), "report").flatMap(report -> items(report.path("vg")))
                .forEach(each -> words(each, "vg_name").filter(_ -> found.size() < MOST)
                        .ifPresent(name -> found.merge(name, group(name, each, devices), Devices::both)));
        return List.copyOf(found.values());
    }

    private static boolean isPhysicalVolume(DeviceFacts device) {
        return device.content() != null && "LVM2_member".equals(device.content().type());
    }

    private static VolumeGroup group(String name, JsonNode row, List<DeviceFacts> devices) {
        String path = words(row, "pv_name").orElse("");
        String device = devices.stream().filter(each -> each.path().equals(path)).map(DeviceFacts::name).findFirst()
                .orElse(path);
        return new VolumeGroup(name, row.path("vg_size").asLong(), row.path("vg_free").asLong(), List.of(device));
    }

    private static VolumeGroup both(VolumeGroup one, VolumeGroup other) {
        var devices = new TreeSet<>(one.devices());
        devices.addAll(other.devices());
        return new VolumeGroup(one.name(), one.size(), one.free(), List.copyOf(devices));
    }

    private static Stream<JsonNode> nodes(Optional<String> said, String field) {
        if (said.isEmpty()) {
            return Stream.of();
        }
        try {
            return items(Json.read(said.get().getBytes(StandardCharsets.UTF_8), JsonNode.class).path(field));
        } catch (IOException e) {
            LOG.warn("what the system says of its {} was not understood: {}", field, e.getMessage());
            return Stream.of();
        }
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
