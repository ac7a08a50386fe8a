package secondsite.drill.failover;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import secondsite.api.host.Boot;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Program;
import secondsite.server.hypervisor.Guest;

/**
 * The machine that a host makes, started by hand from a local raw file: what a failover is compared with.
 *
 * @param folder of its own
 */
record RawGuest(Path folder, Path image, CleanUp cleanUp) {

    /** From the start of QEMU to the guest's user space. */
    Duration boot(String... words) throws IOException {
        var boot = (Boot.DirectKernel) Guest.boot(words);
        Files.createDirectories(folder);
        Path console = folder.resolve("console");
        Files.deleteIfExists(console);
        var program = new Program("raw guest", folder.resolve("log"), List.of("qemu-system-x86_64", "-nodefaults",
                "-no-user-config", "-display", "none", "-machine", "q35", "-accel", "tcg", "-cpu",
                "max", "-m", Guest.MEMORY_MEBIBYTES + "M", "-smp", "1", "-rtc", "base=utc", "-device", "VGA", "-kernel",
                boot.kernel().toString(), "-initrd", boot.initrd().toString(), "-append", boot.commandLine(),
                "-chardev", "file,id=console,path=" + console, "-serial", "chardev:console", "-blockdev",
                "{\"driver\":\"raw\",\"node-name\":\"root\",\"file\":{\"driver\":\"file\",\"filename\":\"" + image
                        + "\"}}",
                "-device", "virtio-blk-pci,drive=root,bootindex=1"), cleanUp);
        long begun = System.nanoTime();
        program.start();
        try {
            new UserSpace(console).await();
            return Duration.ofNanos(System.nanoTime() - begun);
        } finally {
            program.kill();
        }
    }
}
