package secondsite.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import secondsite.agent.os.Programs;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.SystemFacts.VolumeGroup;

/** What programs say that this machine does not have: written by hand in their form, since its kernel has no device mapper. */
class DevicesTest {

    private static final UUID DISK = new UUID(1, 2);
    private static final String TWO_DISKS = """
            {"blockdevices": [
              {"name":"sda", "kname":"sda", "path":"/dev/sda", "maj:min":"  8:0  ", "type":"disk", "size":1000000000,
               "model":"SUPER DISK", "serial":"S\\u00071", "pttype":"gpt", "fstype":null, "mountpoints":[null],
               "children": [
                 {"name":"sda1", "kname":"sda1", "path":"/dev/sda1", "maj:min":"8:1", "type":"part", "size":1000000,
                  "start":2048, "pttype":"gpt", "parttype":"c12a7328-f81f-11d2-ba4b-00a0c93ec93b",
                  "partlabel":"EFI", "partuuid":"aa-bb", "fstype":"vfat", "label":null, "uuid":"AAAA-BBBB",
                  "mountpoints":["/boot/efi"], "fssize":"1000000", "fsused":"12345"},
                 {"name":"sda2", "kname":"sda2", "path":"/dev/sda2", "maj:min":"8:2", "type":"part", "size":900000000,
                  "fstype":"LVM2_member", "mountpoints":[null], "children": [
                    {"name":"vg0-root", "kname":"dm-0", "path":"/dev/mapper/vg0-root", "maj:min":"252:0",
                     "type":"lvm", "size":1200000000, "fstype":"ext4", "mountpoints":["/"]}]}]},
              {"name":"sdb", "kname":"sdb", "path":"/dev/sdb", "maj:min":"8:16", "type":"disk", "size":1000000000,
               "fstype":"LVM2_member", "mountpoint":null, "children": [
                    {"name":"vg0-root", "kname":"dm-0", "path":"/dev/mapper/vg0-root", "maj:min":"252:0",
                     "type":"lvm", "size":1200000000, "fstype":"ext4", "mountpoint":"/"}]},
              {"name":"sr0", "kname":"sr0", "path":"/dev/sr0", "maj:min":"11:0", "type":"rom", "size":1000000000},
              {"name":"nbd0", "kname":"nbd0", "path":"/dev/nbd0", "maj:min":"43:0", "type":"disk", "size":0},
              {"name":"zram0", "kname":"zram0", "path":"/dev/zram0", "maj:min":"251:0", "type":"disk", "size":1000,
               "fstype":"swap", "mountpoints":["[SWAP]"]},
              {"name":"loop7", "kname":"loop7", "path":"/dev/loop7", "maj:min":"7:7", "type":"loop", "size":1000}
            ]}""";
    private static final String GROUPS = """
            {"report": [{"vg": [
              {"vg_name":"vg0", "vg_size":"1899999232", "vg_free":"699999232", "pv_name":"/dev/sda2"},
              {"vg_name":"vg0", "vg_size":"1899999232", "vg_free":"699999232", "pv_name":"/dev/sdb"}]}]}""";

    private static Programs saying(String lsblk, String vgs) {
        return command -> Optional.ofNullable(command.getFirst().equals("lsblk") ? lsblk : vgs);
    }

    private static List<DeviceFacts> devices(String lsblk, Map<String, UUID> ours) throws InterruptedException {
        return new Devices(saying(lsblk, null)).all(ours);
    }

    @Test
    void whatLiesOnTwoDisksIsToldOnceWithBoth() throws InterruptedException {
        List<DeviceFacts> all = devices(TWO_DISKS, Map.of("8:0", DISK));
        assertThat(all).extracting(DeviceFacts::name, DeviceFacts::kind, DeviceFacts::on, DeviceFacts::disk)
                .containsExactlyInAnyOrder(tuple("sda", "disk", List.of(), DISK),
                        tuple("sda1", "part", List.of("sda"), null), tuple("sda2", "part", List.of("sda"), null),
                        tuple("dm-0", "lvm", List.of("sda2", "sdb"), null), tuple("sdb", "disk", List.of(), null));
        assertThat(all.getFirst()).isEqualTo(new DeviceFacts("sda", "/dev/sda", "disk", List.of(), 1_000_000_000, null,
                "SUPER DISK", "S1", "gpt", null, null, DISK));
        assertThat(all).filteredOn(device -> device.name().equals("sda1")).singleElement().satisfies(efi -> {
            assertThat(efi.begin()).isEqualTo(1 << 20);
            assertThat(efi.partition()).isEqualTo(
                    new DeviceFacts.Partition("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", "EFI", "aa-bb"));
            assertThat(efi.content()).isEqualTo(new DeviceFacts.Content("vfat", null, "AAAA-BBBB",
                    List.of("/boot/efi"), 1_000_000L, 20_000L));
        });
    }

    @Test
    void aLoopDeviceIsOnlyToldWhenItIsOneOfTheAgents() throws InterruptedException {
        assertThat(devices(TWO_DISKS, Map.of("7:7", DISK))).extracting(DeviceFacts::name).contains("loop7");
    }

    @Test
    void volumeGroupsAreToldWithTheirDevicesByName() throws InterruptedException {
        var devices = new Devices(saying(TWO_DISKS, GROUPS));
        assertThat(devices.groups(devices.all(Map.of()))).containsExactly(
                new VolumeGroup("vg0", 1_899_999_232L, 699_999_232L, List.of("sda2", "sdb")));
        assertThat(new Devices(saying(TWO_DISKS, null)).groups(devices.all(Map.of()))).isEmpty();
    }

    @Test
    void whoHasNoSuchProgramOrIsNotUnderstoodHasNoDevices() throws InterruptedException {
        assertThat(devices(null, Map.of())).isEmpty();
        assertThat(devices("lsblk: unknown option", Map.of())).isEmpty();
        assertThat(devices("{\"blockdevices\": 7}", Map.of())).isEmpty();
        assertThat(devices("{\"blockdevices\": [7, {}]}", Map.of())).isEmpty();
    }
}
