package secondsite.drill.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import secondsite.api.host.Boot;
import secondsite.server.hypervisor.Guest;
import secondsite.server.hypervisor.GuestLedger;

/** A machine of the primary site, as its administrator runs it: by QEMU, its disk served by an agent, or an image of its own. */
public final class SourceGuest {

    private final Path folder;
    private final String root;
    private final CleanUp cleanUp;
    private Program program;

    /**
     * @param folder of its own, with a short path
     * @param disk   NBD socket of its first disk
     */
    public SourceGuest(Path folder, Path disk, CleanUp cleanUp) throws IOException {
        this("{\"driver\":\"nbd\",\"node-name\":\"root\",\"server\":{\"type\":\"unix\",\"path\":\"" + disk
                + "\"},\"reconnect-delay\":60}", folder, cleanUp);
    }

    private SourceGuest(String root, Path folder, CleanUp cleanUp) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.root = root;
        this.cleanUp = cleanUp;
    }

    /** One that knows of no agent: its first disk is a raw image. */
    public static SourceGuest onImage(Path folder, Path image, CleanUp cleanUp) throws IOException {
        return new SourceGuest(
                "{\"driver\":\"raw\",\"node-name\":\"root\",\"file\":{\"driver\":\"file\",\"filename\":\"" + image
                        + "\"}}",
                folder, cleanUp);
    }

    /** Where QMP is spoken. */
    public Path qmp() {
        return folder.resolve("qmp");
    }

    /** @param words for the kernel, as installer/guest-init explains them */
    public void start(String... words) throws IOException {
        start((Boot.DirectKernel) Guest.boot(words));
    }

    /** @param boot what installer/guest made */
    public void start(Boot.DirectKernel boot) throws IOException {
        Files.deleteIfExists(console());
        program = new Program("guest", folder.resolve("qemu.log"), List.of("qemu-system-x86_64", "-nodefaults",
                "-display", "none", "-machine", "q35", "-accel", "tcg", "-cpu", "max", "-m",
                Guest.MEMORY_MEBIBYTES + "M", "-kernel", boot.kernel().toString(), "-initrd", boot.initrd().toString(),
                "-append", boot.commandLine(), "-serial", "file:" + console(), "-qmp",
                "unix:" + qmp() + ",server=on,wait=off", "-blockdev",
                root, "-device", "virtio-blk-pci,drive=root"), cleanUp);
        program.start();
    }

    private Path console() {
        return folder.resolve("console");
    }

    public String said() {
        try {
            return Files.exists(console()) ? Files.readString(console()).replace("\r", "") : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The last number that it told to be durable. */
    public long told() {
        return GuestLedger.told(said());
    }

    public boolean alive() {
        return program.alive();
    }

    /** As a loss of power. */
    public void kill() {
        program.kill();
    }
}
