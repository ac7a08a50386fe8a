package secondsite.agent.inventory.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.agent.os.MachineFacts;
import secondsite.agent.os.Programs;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.BootCheck.About;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DeviceFacts.Content;
import secondsite.api.machine.DeviceFacts.Partition;

/** A machine's settings, and what is said of them. */
class BootabilityTest {

    private static final UUID DISK = new UUID(1, 2);
    private static final String KERNEL = "6.12.41+deb13-amd64";
    private static final String MODULES = "lib/modules/" + KERNEL + "/";
    private static final String GRUB = """
            menuentry 'Debian' {
                insmod ext2
                linux /boot/vmlinuz-%1$s root=%2$s ro quiet
                initrd /boot/initrd.img-%1$s
            }
            menuentry 'An old one' {
                linux /boot/vmlinuz-5.10.0 root=/dev/sda9
                initrd /boot/initrd.img-5.10.0
            }
            """;

    @TempDir
    private Path root;

    private final Map<String, String> listings = new HashMap<>();
    private final List<List<String>> asked = new ArrayList<>();
    private final Programs programs = command -> {
        asked.add(command);
        return Optional.ofNullable(listings.get(command.getFirst()));
    };
    private final List<DeviceFacts> devices = new ArrayList<>();
    private Bootability bootability;

    /** One that starts elsewhere. */
    @BeforeEach
    void begin() throws IOException {
        file("boot/grub/grub.cfg", GRUB.formatted(KERNEL, "UUID=1234"));
        file("boot/vmlinuz-" + KERNEL, "kernel");
        file("boot/initrd.img-" + KERNEL, "initramfs");
        file(MODULES + "modules.builtin", "kernel/drivers/virtio/virtio_pci.ko\n");
        file(MODULES + "modules.dep",
                "kernel/drivers/net/virtio_net.ko.xz: kernel/net/core/failover.ko.xz\nkernel/drivers/block/virtio_blk.ko.xz:\n");
        file("etc/fstab", "# comment\nUUID=1234 / ext4 defaults 0 1\n/dev/mapper/vg0-data /srv xfs defaults 0 2\n");
        file("proc/sys/kernel/osrelease", "5.10.0\n");
        listings.put("lsinitramfs", "usr\nusr/lib/modules/" + KERNEL + "/kernel/drivers/block/virtio_blk.ko.zst\n");
        bootLoader((byte) 0xeb);
        disk("sda", DISK);
        part("sda1", "sda", "/", LINUX);
        bootability = new Bootability(root, new MachineFacts(root), programs);
    }

    private static final String LINUX = "0fc63daf-8483-4772-8e79-3d69d8477de4";

    private void file(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void bootLoader(byte first) throws IOException {
        byte[] sector = new byte[4096];
        sector[0] = first;
        sector[510] = 0x55;
        sector[511] = (byte) 0xaa;
        Files.createDirectories(root.resolve("dev"));
        Files.write(root.resolve("dev/sda"), sector);
    }

    private void disk(String name, UUID ours) {
        devices.add(new DeviceFacts(name, "/dev/" + name, "disk", List.of(), 1 << 30, null, null, null, "gpt", null,
                null, ours));
    }

    private void part(String name, String on, String mounted, String type) {
        devices.add(new DeviceFacts(name, "/dev/" + name, "part", List.of(on), 1 << 29, 1L << 20, null, null, null,
                new Partition(type, null, null), new Content("ext4", null, null, List.of(mounted), null, null), null));
    }

    private BootCheck check(About about) throws InterruptedException {
        List<BootCheck> found = bootability.checks(devices).stream().filter(check -> check.about() == about).toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    @Test
    void aMachineThatStartsElsewhereHasNothingWrong() throws InterruptedException {
        List<BootCheck> checks = bootability.checks(devices);
        assertThat(checks).extracting(BootCheck::about).containsExactlyInAnyOrder(About.values());
        assertThat(checks).allMatch(BootCheck::holds);
        assertThat(check(About.DRIVERS).detail()).contains(KERNEL, "/boot/initrd.img-" + KERNEL);
    }

    @Test
    void anAgentThatStandsBesideItsMachineSaysNothingOfItsOwnComputer() throws InterruptedException {
        devices.clear();
        disk("sda", null);
        part("sda1", "sda", "/", LINUX);
        assertThat(bootability.checks(devices)).isEmpty();
    }

    @Test
    void driversThatAreMissingInTheInitramfsAreNamed() throws InterruptedException {
        listings.put("lsinitramfs", "usr/lib/modules/" + KERNEL + "/kernel/drivers/scsi/megaraid_sas.ko\n");
        assertThat(check(About.DRIVERS)).satisfies(check -> {
            assertThat(check.problem()).isEqualTo(ErrorCode.BOOT_DRIVERS_MISSING);
            assertThat(check.detail()).contains("virtio_blk", "initrd.img-" + KERNEL).doesNotContain("virtio_pci");
        });
    }

    @Test
    void theDriverOfCardsMayComeLaterAndMustBeThere() throws Exception {
        file(MODULES + "modules.dep", "kernel/drivers/block/virtio_blk.ko.xz: kernel/drivers/net/virtio_net.ko.xz\n");
        assertThat(check(About.DRIVERS)).satisfies(check -> {
            assertThat(check.problem()).isEqualTo(ErrorCode.BOOT_DRIVERS_MISSING);
            assertThat(check.detail()).contains("virtio_net");
        });
    }

    @Test
    void aKernelThatHasAllInItselfNeedsNoInitramfs() throws Exception {
        file("boot/grub/grub.cfg", "linux /vmlinuz-" + KERNEL + " root=PARTUUID=77\n");
        file(MODULES + "modules.builtin",
                "kernel/drivers/virtio/virtio_pci.ko\nkernel/drivers/block/virtio_blk.ko\nkernel/drivers/net/virtio_net.ko\n");
        assertThat(check(About.DRIVERS).holds()).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void aListingIsAskedForOnceAndAgainWhenTheFileChanges() throws Exception {
        check(About.DRIVERS);
        check(About.DRIVERS);
        assertThat(asked).hasSize(1);
        file("boot/initrd.img-" + KERNEL, "another initramfs");
        check(About.DRIVERS);
        assertThat(asked).hasSize(2);
    }

    @Test
    void whatCannotBeSeenIsSaid() throws Exception {
        listings.clear();
        assertThat(check(About.DRIVERS).problem()).isEqualTo(ErrorCode.BOOT_UNSEEN);
        assertThat(asked).extracting(List::getFirst).containsExactly("lsinitramfs", "lsinitrd");
        Files.delete(root.resolve("boot/grub/grub.cfg"));
        assertThat(bootability.checks(devices)).filteredOn(each -> each.problem() == ErrorCode.BOOT_UNSEEN)
                .singleElement().extracting(BootCheck::detail).asString().contains("no boot loader's settings");
    }

    @Test
    void otherDistributionsListOtherwise() throws InterruptedException {
        listings.put("lsinitrd", listings.remove("lsinitramfs").replace("usr/lib",
                "-rw-r--r--   1 root     root        36788 Jan  1  1970 usr/lib"));
        assertThat(check(About.DRIVERS).holds()).isTrue();
    }

    @Test
    void theNewestEntryOfTheBootLoaderSpecificationIsTaken() throws Exception {
        Files.delete(root.resolve("boot/grub/grub.cfg"));
        for (String version : List.of("6.9.1", "6.10.0")) {
            file("boot/vmlinuz-" + version, "kernel");
            file("boot/loader/entries/abc-" + version + ".conf",
                    "title x\nversion " + version + "\nlinux /vmlinuz-" + version + "\noptions root=/dev/sda" + version
                            + " ro\n");
        }
        assertThat(new BootEntries(root).first("5.10.0").orElseThrow()).satisfies(entry -> {
            assertThat(entry.version()).contains("6.10.0");
            assertThat(entry.root()).contains("/dev/sda6.10.0");
            assertThat(entry.initramfs()).isEmpty();
        });
    }

    @Test
    void withoutABootLoadersSettingsTheKernelThatRunsIsTaken() throws Exception {
        Files.delete(root.resolve("boot/grub/grub.cfg"));
        file("boot/vmlinuz-5.10.0", "kernel");
        file("boot/initrd.img-5.10.0", "initramfs");
        file("proc/cmdline", "BOOT_IMAGE=x root=LABEL=system quiet\n");
        assertThat(new BootEntries(root).first("5.10.0").orElseThrow()).satisfies(entry -> {
            assertThat(entry.initramfs()).contains(root.resolve("boot/initrd.img-5.10.0"));
            assertThat(entry.root()).contains("LABEL=system");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/sda1", "/dev/nvme0n1p2", "/dev/vda1", "/dev/disk/by-id/ata-X-part1", "/dev/loop0p2"})
    void namesThatTheKernelGivesAreSaid(String name) throws Exception {
        file("boot/grub/grub.cfg", GRUB.formatted(KERNEL, name));
        file("etc/fstab", name + " / ext4 defaults 0 1\n");
        assertThat(check(About.ROOT).problem()).isEqualTo(ErrorCode.BOOT_ROOT_BY_NAME);
        assertThat(check(About.FILE_SYSTEMS)).satisfies(check -> {
            assertThat(check.problem()).isEqualTo(ErrorCode.FSTAB_BY_NAME);
            assertThat(check.detail()).contains(name + " (/)");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"UUID=12-34", "LABEL=system", "PARTUUID=7", "/dev/mapper/vg0-root", "/dev/vg0/root",
            "/dev/disk/by-uuid/12-34"})
    void namesThatLieOnTheDiskAreGood(String name) throws Exception {
        file("boot/grub/grub.cfg", GRUB.formatted(KERNEL, name));
        file("etc/fstab", name + " / ext4 defaults 0 1\n/dev/sdz1 /media auto noauto,user 0 0\n");
        assertThat(check(About.ROOT).holds()).isTrue();
        assertThat(check(About.FILE_SYSTEMS).holds()).isTrue();
    }

    @Test
    void aDiskWithoutABootLoaderIsSaid() throws Exception {
        bootLoader((byte) 0);
        assertThat(check(About.BOOT_LOADER)).satisfies(check -> {
            assertThat(check.problem()).isEqualTo(ErrorCode.BOOT_LOADER_MISSING);
            assertThat(check.detail()).contains("sda");
        });
        Files.delete(root.resolve("dev/sda"));
        assertThat(check(About.BOOT_LOADER).problem()).isEqualTo(ErrorCode.BOOT_UNSEEN);
    }

    @Test
    void uefiNeedsWhatFirmwareFindsThatRemembersNothing() throws Exception {
        file("sys/firmware/efi/fw_platform_size", "64");
        assertThat(check(About.BOOT_LOADER).problem()).isEqualTo(ErrorCode.BOOT_LOADER_MISSING);
        part("sda2", "sda", "/boot/efi", "C12A7328-F81F-11D2-BA4B-00A0C93EC93B");
        assertThat(check(About.BOOT_LOADER).problem()).isEqualTo(ErrorCode.EFI_FALLBACK_MISSING);
        file("boot/efi/EFI/debian/grubx64.efi", "x");
        assertThat(check(About.BOOT_LOADER).problem()).isEqualTo(ErrorCode.EFI_FALLBACK_MISSING);
        file("boot/efi/efi/Boot/bootx64.EFI", "x");
        assertThat(check(About.BOOT_LOADER).holds()).isTrue();
    }

    @Test
    void aDiskThatIsNeededAndNotCapturedIsSaidAlsoBelowOtherDevices() throws Exception {
        disk("sdb", null);
        devices.add(new DeviceFacts("dm-0", "/dev/mapper/vg0-usr", "lvm", List.of("sda2", "sdb1"), 1 << 29, null, null,
                null, null, null, new Content("ext4", null, null, List.of("/usr"), null, null), null));
        part("sda2", "sda", "", LINUX);
        part("sdb1", "sdb", "", LINUX);
        assertThat(check(About.BOOT_DISKS)).satisfies(check -> {
            assertThat(check.problem()).isEqualTo(ErrorCode.BOOT_DISK_LEFT_OUT);
            assertThat(check.detail()).endsWith("not the whole of sdb");
        });
    }

    @Test
    void aPartThatIsCapturedAloneHasNoBootLoader() throws Exception {
        devices.clear();
        disk("sda", null);
        devices.add(new DeviceFacts("sda1", "/dev/sda1", "part", List.of("sda"), 1 << 29, 1L << 20, null, null, null,
                null, new Content("ext4", null, null, List.of("/"), null, null), DISK));
        assertThat(check(About.BOOT_DISKS).problem()).isEqualTo(ErrorCode.BOOT_DISK_LEFT_OUT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "etc/network/interfaces|auto enp3s0\\niface enp3s0 inet dhcp|enp3s0",
            "etc/network/interfaces.d/lan|iface br0 inet static\\n  bridge_ports eno1 eno2|eno1",
            "etc/systemd/network/10.network|[Match]\\nName=ens18\\n[Network]\\nDHCP=yes|ens18",
            "etc/netplan/50.yaml|network: {ethernets: {enp3s0: {dhcp4: true}}}|enp3s0",
            "etc/netplan/50.yaml|network: {ethernets: {lan: {match: {name: eth0}, dhcp4: true}}}|eth0",
            "etc/NetworkManager/system-connections/a.nmconnection|[connection]\\ninterface-name=enp0s25|enp0s25",
            "etc/sysconfig/network-scripts/ifcfg-em1|DEVICE=em1\\nBOOTPROTO=dhcp|em1"})
    void aCardThatIsSetUpByItsPlaceIsSaidWithTheFile(String file, String text, String name) throws Exception {
        file(file, text.replace("\\n", "\n"));
        assertThat(check(About.NETWORK)).satisfies(check -> {
            assertThat(check.problem()).isEqualTo(ErrorCode.NETWORK_BY_NAME);
            assertThat(check.detail()).contains(name + " in /" + file);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"etc/network/interfaces|auto lo\\niface lo inet loopback",
            "etc/systemd/network/10.network|[Match]\\nName=en*\\n[Network]\\nDHCP=yes",
            "etc/systemd/network/10.network|[Match]\\nMACAddress=52:54:00:12:34:56\\nName=ens18",
            "etc/netplan/50.yaml|network: {ethernets: {eth0: {match: {macaddress: '52:54:00:12:34:56'}, set-name: eth0}}}",
            "etc/netplan/50.yaml|network: [this: is, not: understood",
            "etc/network/interfaces|iface enx525400123456 inet dhcp",
            "etc/sysconfig/network-scripts/ifcfg-em1|DEVICE=em1\\nHWADDR=52:54:00:12:34:56"})
    void aCardThatIsSetUpByItsAddressOrAnyNameIsGood(String file, String text) throws Exception {
        file(file, text.replace("\\n", "\n"));
        assertThat(check(About.NETWORK).holds()).isTrue();
    }

    @Test
    void aNameThatIsGivenByTheAddressStays() throws Exception {
        file("etc/network/interfaces", "iface eth0 inet dhcp\niface eth1 inet dhcp\n");
        file("etc/systemd/network/10-lan.link", "[Match]\nMACAddress=52:54:00:12:34:56\n[Link]\nName=eth0\n");
        assertThat(check(About.NETWORK).detail())
                .isEqualTo("cards are set up by their places: eth1 in /etc/network/interfaces");
        file("etc/udev/rules.d/70-persistent-net.rules",
                "SUBSYSTEM==\"net\", ATTR{address}==\"52:54:00:12:34:57\", NAME=\"eth1\"\n");
        assertThat(check(About.NETWORK).holds()).isTrue();
    }

    @Test
    void oldNamesStayWhereTheCommandLineWantsThem() throws Exception {
        file("etc/network/interfaces", "iface eth0 inet dhcp\n");
        assertThat(check(About.NETWORK).holds()).isFalse();
        file("boot/grub/grub.cfg", GRUB.formatted(KERNEL, "UUID=1 net.ifnames=0"));
        assertThat(check(About.NETWORK).holds()).isTrue();
    }
}
