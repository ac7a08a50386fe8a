package secondsite.app.machines;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import secondsite.api.machine.DeviceFacts;

/** A machine's devices, each below what it lies on. */
final class DeviceRows {

    /**
     * One of them.
     *
     * @param depth how many are above it
     * @param place in the list
     */
    record Row(DeviceFacts device, int depth, int place) {

        String name() {
            return device.name();
        }

        /** By which they stand in their order. */
        String id() {
            return "%05d %s".formatted(place, name());
        }

        /** As people call it: a volume by its own name. */
        String called() {
            return device.path().substring(device.path().lastIndexOf('/') + 1);
        }
    }

    private final List<DeviceFacts> devices;
    private final List<Row> rows = new ArrayList<>();
    private final Set<String> told = new HashSet<>();

    private DeviceRows(List<DeviceFacts> devices) {
        this.devices = devices;
    }

    /** What lies on several stands below the first of them. */
    static List<Row> of(List<DeviceFacts> devices) {
        var rows = new DeviceRows(devices);
        devices.stream().filter(device -> device.on().isEmpty()).forEach(device -> rows.add(device, 0));
        return List.copyOf(rows.rows);
    }

    private void add(DeviceFacts device, int depth) {
        if (told.add(device.name())) {
            rows.add(new Row(device, depth, rows.size()));
            devices.stream().filter(other -> other.on().contains(device.name()))
                    .forEach(other -> add(other, depth + 1));
        }
    }
}
