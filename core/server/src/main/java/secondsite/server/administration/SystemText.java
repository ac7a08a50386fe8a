package secondsite.server.administration;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.SystemFacts.VolumeGroup;

/** Tells what a machine is made of: its devices and what lies on them, its cards, and whether a copy of it would start. */
final class SystemText {

    private final SystemFacts system;
    private final List<NicFacts> nics;

    SystemText(SystemFacts system, List<NicFacts> nics) {
        this.system = system;
        this.nics = nics;
    }

    void print(PrintWriter out) {
        out.println();
        out.println("starts by " + Wording.text(system.firmware()) + ", kernel "
                + Wording.clean(Wording.text(system.kernel())) + ", "
                + Wording.clean(Wording.text(system.architecture())));
        out.println();
        devices().print(out);
        if (!system.groups().isEmpty()) {
            out.println();
            groups().print(out);
        }
        if (!nics.isEmpty()) {
            out.println();
            cards().print(out);
        }
        if (!system.boot().isEmpty()) {
            out.println();
            boot().print(out);
        }
    }

    private Table devices() {
        var table = new Table("DEVICE", "KIND", "SIZE", "CONTENT", "MOUNTED AT", "USED", "AGENT'S DISK");
        var told = new HashSet<String>();
        system.devices().stream().filter(device -> device.on().isEmpty())
                .forEach(device -> row(table, device, 0, told));
        return table;
    }

    /** What lies on several stands below the first of them. */
    private void row(Table table, DeviceFacts device, int depth, Set<String> told) {
        if (!told.add(device.name())) {
            return;
        }
        DeviceFacts.Content content = device.content();
        table.row("  ".repeat(depth) + called(device), kind(device), Wording.size(device.size()), content(device),
                content == null ? null : String.join(", ", content.mountPoints()),
                content == null || content.usedBytes() == null ? null : Wording.size(content.usedBytes()),
                device.disk());
        system.devices().stream().filter(other -> other.on().contains(device.name()))
                .forEach(other -> row(table, other, depth + 1, told));
    }

    /** A volume by its own name. */
    private static String called(DeviceFacts device) {
        return device.path().substring(device.path().lastIndexOf('/') + 1);
    }

    private static String kind(DeviceFacts device) {
        List<String> parts = new ArrayList<>(List.of(device.kind()));
        Stream.of(device.table(), device.model(), device.serial()).filter(Objects::nonNull).forEach(parts::add);
        return String.join(" ", parts);
    }

    private static String content(DeviceFacts device) {
        DeviceFacts.Content content = device.content();
        return content == null
                ? null
                : Stream.of(content.type(), content.label()).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }

    private Table groups() {
        var table = new Table("VOLUME GROUP", "SIZE", "FREE", "ON");
        for (VolumeGroup group : system.groups()) {
            table.row(group.name(), Wording.size(group.size()), Wording.size(group.free()),
                    String.join(", ", group.devices()));
        }
        return table;
    }

    private Table cards() {
        var table = new Table("CARD", "MAC", "ADDRESSES");
        nics.forEach(nic -> table.row(nic.name(), nic.mac(), String.join(", ", nic.addresses())));
        return table;
    }

    private Table boot() {
        var table = new Table("WOULD A COPY START", "FOUND", "EVIDENCE");
        for (BootCheck check : system.boot()) {
            table.row(Wording.word(check.about()), check.holds() ? "good" : check.problem(), check.detail());
        }
        return table;
    }
}
