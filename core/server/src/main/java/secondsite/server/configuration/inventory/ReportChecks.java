package secondsite.server.configuration.inventory;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import secondsite.api.host.MachineStatus;
import secondsite.api.machine.AgentReport;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.MachineInventory;
import secondsite.api.machine.MachineInventory.DiskFacts;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.OrderOutcome;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.MasterTargetReport.Kept;
import secondsite.api.site.ProcessServerReport;
import secondsite.api.transfer.GatewayStatus;

/** Checks what programs report; what is wrong is said with the name of the field. */
final class ReportChecks {

    /** Of one machine. */
    static final int MOST_DISKS = 256;

    private static final int MOST_ON_A_SERVER = 100_000;
    private static final int MOST_OUTCOMES = 1000;
    private static final int MOST_NICS = 1000;
    private static final int VERSION = 63;
    private static final int DIGEST = 64;
    private static final int HOST_NAME = 255;
    private static final int OPERATING_SYSTEM = 200;
    private static final int FILE = 1000;
    private static final int MAC = 60;
    private static final Pattern NIC_ADDRESS = Pattern
            .compile("[0-9A-Fa-f:.]{2,45}(%[0-9A-Za-z._-]{1,20})?(/\\d{1,3})?");

    private ReportChecks() {}

    static void check(AgentReport report) {
        sender(report.version(), report.time(), report.applied());
        if (report.groupAddress() != null) {
            Fields.address("groupAddress", report.groupAddress());
        }
        distinct("disks", report.disks(), MOST_DISKS, DiskReport::disk);
        report.disks().forEach(disk -> Fields.given("disks.state", disk.state()));
        distinct("outcomes", report.outcomes(), MOST_OUTCOMES, OrderOutcome::order);
        if (report.inventory() != null) {
            check(report.inventory());
        }
    }

    static void check(ProcessServerReport report) {
        sender(report.version(), report.time(), report.applied());
        Fields.address("address", report.address());
        distinct("disks", report.disks(), MOST_ON_A_SERVER, GatewayStatus::disk);
    }

    static void check(MasterTargetReport report) {
        sender(report.version(), report.time(), report.applied());
        Fields.address("address", report.address());
        distinct("disks", report.disks(), MOST_ON_A_SERVER, Kept::disk);
        distinct("halted", report.halted(), MOST_ON_A_SERVER, MachineStatus::machine);
    }

    private static void sender(String version, Instant time, String applied) {
        Fields.name("version", version, VERSION);
        Fields.given("time", time);
        if (applied != null) {
            Fields.text("applied", applied, DIGEST);
        }
    }

    private static void check(MachineInventory machine) {
        Fields.text("inventory.hostName", machine.hostName(), HOST_NAME);
        Fields.text("inventory.operatingSystem", machine.operatingSystem(), OPERATING_SYSTEM);
        Fields.within("inventory.memoryBytes", machine.memoryBytes(), 0, Long.MAX_VALUE);
        Fields.within("inventory.processors", machine.processors(), 0, Integer.MAX_VALUE);
        distinct("inventory.disks", machine.disks(), MOST_DISKS, DiskFacts::id);
        distinct("inventory.disks.name", machine.disks(), MOST_DISKS, DiskFacts::name);
        machine.disks().forEach(ReportChecks::check);
        distinct("inventory.nics.name", machine.nics(), MOST_NICS, NicFacts::name);
        machine.nics().forEach(ReportChecks::check);
        if (machine.system() != null) {
            SystemChecks.check(machine.system());
        }
    }

    private static void check(DiskFacts disk) {
        Fields.name("inventory.disks.name", disk.name(), Fields.NAME);
        Fields.within("inventory.disks.size", disk.size(), 1, Long.MAX_VALUE);
        Fields.text("inventory.disks.file", disk.file(), FILE);
    }

    private static void check(NicFacts nic) {
        Fields.name("inventory.nics.name", nic.name(), Fields.NAME);
        Fields.text("inventory.nics.mac", nic.mac(), MAC);
        for (String address : nic.addresses()) {
            if (!NIC_ADDRESS.matcher(address).matches()) {
                throw Fields.wrong("inventory.nics.addresses",
                        "holds " + Fields.quoted(address) + ", which is no address");
            }
        }
    }

    private static <T, K> void distinct(String field, List<T> all, int most, Function<T, K> key) {
        if (all.size() > most) {
            throw Fields.wrong(field, "has " + all.size() + " entries; at most " + most + " are possible");
        }
        Set<K> seen = new HashSet<>();
        for (T each : all) {
            if (!seen.add(Fields.given(field, key.apply(each)))) {
                throw Fields.wrong(field, "holds " + Fields.quoted(key.apply(each).toString()) + " twice");
            }
        }
    }
}
