package secondsite.server.hypervisor;

import secondsite.api.host.Boot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The machine of installer/guest: its kernel, and disks for it. Made by the first test that asks. */
public final class Guest {

    public static final int MEMORY_MEBIBYTES = 128;

    private static final Path TOP = top();

    private Guest() {}

    private static Path top() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("installer/guest"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** @param words for the kernel's command line, as installer/guest-init explains them */
    public static Boot boot(String... words) throws IOException {
        run();
        Path made = TOP.resolve("target/guest");
        return new Boot.DirectKernel(made.resolve("vmlinuz"), made.resolve("initramfs"),
                "console=ttyS0 quiet panic=-1 nokaslr mitigations=off " + String.join(" ", words));
    }

    /** A raw disk with an empty file system. */
    public static Path disk(Path file, String size) throws IOException {
        run("disk", file.toString(), size);
        return file;
    }

    private static void run(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(TOP.resolve("installer/guest").toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(command + " failed: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
