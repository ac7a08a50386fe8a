package secondsite.agent.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import secondsite.agent.os.Virsh;

/**
 * A libvirt of its own, as a person has one, with a guest that has nothing to boot from; by QEMU without hardware's help. When we are root, that person is
 * another one: root's libvirt is the system's.
 */
final class LibvirtGuest implements AutoCloseable {

    static final String DOMAIN = "mirrored";
    static final String DISK = "vda";
    static final int SIZE = 16 << 20;

    private static final String SOMEBODY = "nobody";
    private static final Duration LONG = Duration.ofSeconds(60);

    final Path image;
    private final boolean asRoot = System.getProperty("user.name").equals("root");
    private final Process daemon;
    private final Process logs;
    private final Path said;
    private final Path run;

    LibvirtGuest(Path folder) throws IOException, InterruptedException {
        run = Files.createDirectories(folder.resolve("r"));
        said = folder.resolve("libvirtd-said");
        image = run.resolve("guest.img");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(SIZE);
        }
        if (asRoot) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            give(run);
            give(image);
        }
        logs = start("virtlogd");
        daemon = start("libvirtd");
        for (long end = System.nanoTime() + LONG.toNanos(); !virsh().run(LONG, "list").fine();) {
            assertThat(daemon.isAlive() && System.nanoTime() < end).as(Files.readString(said)).isTrue();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        boot();
    }

    /** A person's own: it knows nothing of the system's guests, and nobody else of its. */
    private Process start(String program) throws IOException {
        var command = new ArrayList<String>();
        if (asRoot) {
            command.addAll(List.of("setpriv", "--reuid=" + SOMEBODY, "--regid=nogroup", "--clear-groups"));
        }
        command.add("/usr/sbin/" + program);
        var builder = new ProcessBuilder(command).directory(run.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()));
        for (String name : List.of("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")) {
            builder.environment().put(name, run.toString());
        }
        return builder.start();
    }

    private static void give(Path path) throws IOException {
        Files.setOwner(path, FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(SOMEBODY));
    }

    UserPrincipal user() throws IOException {
        return Files.getOwner(run);
    }

    void boot() throws IOException {
        Path description = run.resolve("guest.xml");
        Files.writeString(description, """
                <domain type='qemu'>
                  <name>%s</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
                  <os><type arch='x86_64' machine='q35'>hvm</type></os>
                  <devices>
                    <emulator>/usr/bin/qemu-system-x86_64</emulator>
                    <disk type='file' device='disk'>
                      <driver name='qemu' type='raw'/><source file='%s'/><target dev='%s' bus='virtio'/>
                    </disk>
                  </devices>
                </domain>
                """.formatted(DOMAIN, image, DISK));
        Virsh.Said made = virsh().run(LONG, "create", description.toString());
        assertThat(made.fine()).as(made.error()).isTrue();
    }

    void destroy() throws IOException {
        virsh().run(LONG, "destroy", DOMAIN);
    }

    String connection() {
        return "qemu+unix:///session?socket=" + run.resolve("libvirt/libvirt-sock");
    }

    Virsh virsh() {
        return new Virsh(connection());
    }

    @Override
    public void close() throws IOException {
        destroy();
        daemon.destroy();
        logs.destroy();
        daemon.onExit().join();
        logs.onExit().join();
    }
}
