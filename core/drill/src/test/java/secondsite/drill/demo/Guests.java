package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import secondsite.api.host.Boot;
import secondsite.api.host.Probe;
import secondsite.api.recovery.RecoverySettings;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.SourceGuest;

/** Two machines that run at the primary site, and how they come up elsewhere. */
final class Guests {

    static final List<String> NAMES = List.of("shop", "mail");

    private static final String SIZE = "128M";
    /** Programs of this machine, so that there is something on the disk that must not travel twice. */
    private static final long CONTENT_BYTES = 40 << 20;
    private static final int CONTENT_FILES = 400;
    private static final int MEMORY_MEBIBYTES = 128;
    private static final int SHUT_DOWN_SECONDS = 60;
    private static final int UP_SECONDS = 120;
    private static final String WORKS = "secondsite-guest: ledger ";
    private static final String COMMAND_LINE = "console=ttyS0 quiet panic=-1 nokaslr mitigations=off secondsite.pace=0.2";

    private final Stage stage;

    Guests(Stage stage) {
        this.stage = stage;
    }

    /** With all disks that were made at home, and nothing else that anybody would open. */
    Path folder() {
        return stage.directory().resolve("guests");
    }

    Path image(String name) {
        return folder().resolve(name).resolve("disk.raw");
    }

    /** How the agent of a machine switches it off. */
    String powerSwitch(String name) {
        return "machine: {qmp: " + folder().resolve(name).resolve("qmp") + "}\n";
    }

    /** A disk with an ext4 file system. */
    void makeDisk(String name) {
        Path content = folder().resolve(name).resolve("content");
        try {
            Files.createDirectories(content);
            RealFiles.copy(Disks.PROGRAMS, content, CONTENT_BYTES, CONTENT_FILES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Shell.run("mke2fs", "-q", "-t", "ext4", "-m", "0", "-E", "nodiscard", "-d", content.toString(),
                image(name).toString(), SIZE);
        Shell.run("rm", "-rf", content.toString());
    }

    /** Starts a machine at home. @param socket where its disk is served */
    SourceGuest start(String name, Path socket) {
        try {
            var source = new SourceGuest(folder().resolve(name), socket, stage.cleanUp());
            source.start(boot());
            return source;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Boot.DirectKernel boot() {
        Path made = stage.program().getParent().getParent().resolve("target/guest");
        return new Boot.DirectKernel(made.resolve("vmlinuz"), made.resolve("initramfs"), COMMAND_LINE);
    }

    /** It works when it tells of a record that is durable. */
    RecoverySettings settings() {
        return new RecoverySettings(MEMORY_MEBIBYTES, 1, boot(), null, List.of(), List.of(new Probe.Console(WORKS,
                UP_SECONDS)), SHUT_DOWN_SECONDS);
    }
}
