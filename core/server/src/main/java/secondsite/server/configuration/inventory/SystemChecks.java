package secondsite.server.configuration.inventory;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DeviceFacts.Content;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.SystemFacts.VolumeGroup;

/** Checks what agents say that their machines are made of; what is wrong is said with the name of the field. */
final class SystemChecks {

    private static final int MOST_DEVICES = 2000;
    private static final int MOST_NAMES = 64;
    private static final int MOST_CHECKS = 32;
    private static final int WORDS = 255;
    private static final int PATH = 4096;
    private static final int DETAIL = 4000;
    private static final String DEVICES = "inventory.system.devices";
    private static final String GROUPS = "inventory.system.groups";

    private SystemChecks() {}

    static void check(SystemFacts system) {
        words("inventory.system.distribution", system.distribution());
        words("inventory.system.version", system.version());
        words("inventory.system.kernel", system.kernel());
        words("inventory.system.architecture", system.architecture());
        limit(DEVICES, system.devices(), MOST_DEVICES);
        limit(GROUPS, system.groups(), MOST_DEVICES);
        limit("inventory.system.boot", system.boot(), MOST_CHECKS);
        Set<String> seen = new HashSet<>();
        for (DeviceFacts device : system.devices()) {
            check(device);
            if (!seen.add(device.name())) {
                throw Fields.wrong(DEVICES, "holds " + Fields.quoted(device.name()) + " twice");
            }
        }
        system.groups().forEach(SystemChecks::check);
        system.boot().forEach(SystemChecks::check);
    }

    private static void check(DeviceFacts device) {
        Fields.name(DEVICES + ".name", device.name(), WORDS);
        Fields.text(DEVICES + ".path", device.path(), PATH);
        Fields.text(DEVICES + ".kind", device.kind(), WORDS);
        names(DEVICES + ".on", device.on());
        Fields.within(DEVICES + ".size", device.size(), 0, Long.MAX_VALUE);
        words(DEVICES + ".model", device.model());
        words(DEVICES + ".serial", device.serial());
        words(DEVICES + ".table", device.table());
        if (device.partition() != null) {
            words(DEVICES + ".partition.type", device.partition().type());
            words(DEVICES + ".partition.label", device.partition().label());
            words(DEVICES + ".partition.uuid", device.partition().uuid());
        }
        if (device.content() != null) {
            check(device.content());
        }
    }

    private static void check(Content content) {
        words(DEVICES + ".content.type", content.type());
        words(DEVICES + ".content.label", content.label());
        words(DEVICES + ".content.uuid", content.uuid());
        limit(DEVICES + ".content.mountPoints", content.mountPoints(), MOST_NAMES);
        content.mountPoints().forEach(each -> Fields.text(DEVICES + ".content.mountPoints", each, PATH));
    }

    private static void check(VolumeGroup group) {
        Fields.name(GROUPS + ".name", group.name(), WORDS);
        names(GROUPS + ".devices", group.devices());
    }

    private static void check(BootCheck check) {
        Fields.given("inventory.system.boot.about", check.about());
        Fields.text("inventory.system.boot.detail", check.detail(), DETAIL);
    }

    private static void names(String field, List<String> names) {
        limit(field, names, MOST_NAMES);
        names.forEach(each -> Fields.text(field, each, WORDS));
    }

    private static void words(String field, String value) {
        if (value != null) {
            Fields.text(field, value, WORDS);
        }
    }

    private static void limit(String field, List<?> all, int most) {
        if (all.size() > most) {
            throw Fields.wrong(field, "has " + all.size() + " entries; at most " + most + " are possible");
        }
    }
}
