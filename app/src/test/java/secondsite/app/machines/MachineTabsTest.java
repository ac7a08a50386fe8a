package secondsite.app.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.activity.ErrorCode;
import secondsite.api.machine.BootCheck;
import secondsite.api.machine.BootCheck.About;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DeviceFacts.Content;
import secondsite.api.machine.MachineDetail;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.machine.MachineInventory.NicFacts;
import secondsite.api.machine.MachineSummary;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.SystemFacts.Firmware;
import secondsite.api.machine.SystemFacts.VolumeGroup;
import secondsite.api.replication.AppConsistency;
import secondsite.api.replication.Protection;
import secondsite.api.replication.ProtectionState;
import secondsite.api.security.Role;
import secondsite.app.Fx;
import secondsite.app.Stages;
import secondsite.app.fx.Language;
import secondsite.app.fx.Tasks;
import secondsite.app.session.FabricatedDeployment;

/** What a machine's page says of what it is made of. With -Dpictures=FOLDER a picture of each tab is kept. */
class MachineTabsTest {

    private static final UUID DISK = new UUID(1, 2);
    private static final MachineSummary WEB = FabricatedDeployment.machine(1, "web", "UNPROTECTED", null, null, null);

    @TempDir
    private Path folder;

    private static SystemFacts system() {
        var devices = List.of(
                new DeviceFacts("sda", "/dev/sda", "disk", List.of(), 480L << 30, null, "SSD 870", "S5Y1", "gpt", null,
                        null,
                        DISK),
                new DeviceFacts("sda1", "/dev/sda1", "part", List.of("sda"), 512 << 20, 1L << 20, null, null, null,
                        null,
                        new Content("vfat", "EFI", "AB-12", List.of("/boot/efi"), 510L << 20, 9L << 20), null),
                new DeviceFacts("sda2", "/dev/sda2", "part", List.of("sda"), 400L << 30, 1L << 30, null, null, null,
                        null,
                        new Content("LVM2_member", null, null, List.of(), null, null), null),
                new DeviceFacts("dm-0", "/dev/mapper/vg0-root", "lvm", List.of("sda2"), 100L << 30, null, null, null,
                        null, null, new Content("ext4", null, "12-34", List.of("/"), 98L << 30, 20L << 30), null),
                new DeviceFacts("sdb", "/dev/sdb", "disk", List.of(), 2L << 40, null, "HDD", null, null, null, null,
                        null));
        return new SystemFacts("debian", "13", "6.12.41+deb13-amd64", "amd64", Firmware.UEFI, devices,
                List.of(new VolumeGroup("vg0", 400L << 30, 300L << 30, List.of("sda2"))),
                List.of(BootCheck.good(About.ROOT, "the kernel looks for root=UUID=1"),
                        new BootCheck(About.FILE_SYSTEMS, ErrorCode.FSTAB_BY_NAME, "/etc/fstab has /dev/sdb1 (/srv)"),
                        new BootCheck(About.NETWORK, ErrorCode.NETWORK_BY_NAME,
                                "cards are set up by their places: enp3s0 in /etc/network/interfaces")));
    }

    private static MachineFacts facts(SystemFacts system) {
        var detail = new MachineDetail(WEB, null, 16L << 30, 8, FabricatedDeployment.NOW, "1", 0L,
                List.of(new KnownDisk(DISK, "system", 480L << 30, "/dev/disk/by-id/ata-SSD", false, null)),
                List.of(new NicFacts("enp3s0", "52:54:00:12:34:56", List.of("10.0.0.7"))), List.of(), system);
        var protection = new Protection(WEB.id(), WEB.name(), ProtectionState.UNPROTECTED, false, null, null, null,
                null,
                null, 0, null, null, null, null, AppConsistency.NONE, List.of(), List.of(), List.of());
        return new MachineFacts(detail, protection, List.of(), List.of(), List.of());
    }

    /** All that is written in a tab. */
    private List<String> said(SystemFacts system, Language language, boolean disks) {
        return Fx.get(() -> {
            var stages = new Stages(folder, new Tasks(_ -> {
            }, Runnable::run), Role.ADMIN);
            stages.surroundings().texts().speak(language);
            var pane = new VBox();
            var scene = new Scene(pane, 1200, 800);
            stages.surroundings().looks().dress(scene);
            if (disks) {
                DisksTab tab = stages.get(DisksTab.class);
                tab.addTo(pane);
                tab.show(facts(system));
            } else {
                stages.get(OverviewTab.class).show(pane, facts(system));
            }
            pane.applyCss();
            pane.layout();
            keep(scene, (system == null ? "silent-" : "") + (disks ? "machine-disks-" : "machine-overview-")
                    + language.tag());
            var said = new ArrayList<String>();
            collect(pane, said);
            return said;
        });
    }

    private static void collect(Node node, List<String> into) {
        if (!node.isManaged()) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            into.add(labeled.getText().strip());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
        }
    }

    private static void keep(Scene scene, String name) throws IOException {
        Optional<String> to = Optional.of(System.getProperty("pictures", "")).filter(each -> !each.isEmpty());
        if (to.isPresent()) {
            WritableImage taken = scene.snapshot(null);
            var picture = new java.awt.image.BufferedImage((int) taken.getWidth(), (int) taken.getHeight(),
                    java.awt.image.BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < picture.getWidth(); x++) {
                    picture.setRGB(x, y, taken.getPixelReader().getArgb(x, y));
                }
            }
            javax.imageio.ImageIO.write(picture, "png", Path.of(to.get(), name + ".png").toFile());
        }
    }

    @Test
    void theDisksTabTellsWhatLiesOnWhat() {
        assertThat(said(system(), Language.ENGLISH, true)).containsSubsequence("sda", "sda1", "sda2", "vg0-root",
                "sdb");
        assertThat(said(system(), Language.ENGLISH, true)).contains("What it keeps its bytes on", "sda", "sda2",
                "vg0-root",
                "/boot/efi", "ext4", "vfat EFI", "SSD 870 S5Y1",
                "Volume group vg0: 400 GiB, 300 GiB of them free, on sda2");
    }

    @Test
    void aMachineWhoseAgentDoesNotTellHasNoSuchTable() {
        assertThat(said(null, Language.ENGLISH, true)).contains("system").doesNotContain("What it keeps its bytes on");
        assertThat(said(null, Language.ENGLISH, false)).doesNotContain("Why a copy may not start");
    }

    @Test
    void theOverviewSaysHowItStartsAndWhyItsCopyMayNot() {
        assertThat(said(system(), Language.ENGLISH, false)).contains("UEFI, kernel 6.12.41+deb13-amd64",
                "Why a copy may not start", "/etc/fstab has /dev/sdb1 (/srv)");
        assertThat(said(system(), Language.GERMAN, false)).contains("Weshalb eine Kopie vielleicht nicht startet",
                "in /etc/fstab steht /dev/sdb1 (/srv)");
    }
}
