package secondsite.drill.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/**
 * The disk of a physical server with an installed Debian, in use: a real block device of this machine with partitions, whose root file system is
 * mounted and written. Only the system on it does not run here: it first does in a copy.
 */
final class PhysicalServer {

    private final Path device;
    private final Path root;

    /** @param firmware {@code bios} or {@code uefi} */
    PhysicalServer(Path folder, String firmware, CleanUp cleanUp) throws IOException {
        Path image = folder.resolve("server.raw");
        Shell.run(top().resolve("installer/debian").toString(), "disk", image.toString(), firmware);
        device = Path.of(Shell.run("losetup", "--find", "--show", image.toString()));
        cleanUp.later(() -> Shell.run("losetup", "--detach", device.toString()));
        Shell.run("partx", "--add", device.toString());
        cleanUp.later(() -> Shell.run("partx", "--delete", device.toString()));
        root = Files.createDirectories(folder.resolve("root"));
        Shell.run("mount", device + "p2", root.toString());
        cleanUp.later(() -> Shell.run("umount", root.toString()));
    }

    private static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("installer/debian"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    Path device() {
        return device;
    }

    /** As the kernel calls it. */
    String name() {
        return device.getFileName().toString();
    }

    /** What the system says when it is up, from now on. */
    void tells(String words) throws IOException {
        Files.writeString(root.resolve("srv/told"), words + "\n");
    }

    /** With what it begins what it says. */
    static String up(String words) {
        return "secondsite-debian: up with " + words;
    }
}
