package secondsite.agent.stage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real block device of this machine over a file, perhaps with a real file system that is mounted. Needs root. */
public final class LoopDevice implements Closeable {

    private final Path image;
    private String device;
    private Path mounted;

    /** A device over a new, sparse file in this folder. */
    public LoopDevice(Path folder, long size) throws IOException, InterruptedException {
        image = folder.resolve("device.img");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        device = run("losetup", "-f", "--show", image.toString()).strip();
    }

    /** Skips the test, with the reason, where there are no such devices, or the kernel tells nothing of them. */
    public static void assumeTracking() throws IOException {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root may trace the kernel");
        assumeTrue(Files.isDirectory(Path.of("/sys/kernel/tracing/instances/")),
                "skipped: the kernel's tracing is not mounted at /sys/kernel/tracing");
        assumeTrue(Files.exists(Path.of("/sys/kernel/tracing/events/block/block_rq_complete")),
                "skipped: this kernel tells nothing of block requests");
        assumeLoops();
    }

    /** The same where there are no such devices. */
    public static void assumeLoops() {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root may make and mount devices");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "skipped: this machine has no loop devices");
    }

    public Path path() {
        return Path.of(device);
    }

    /** Makes an ext4 and mounts it. */
    public Path mount() throws IOException, InterruptedException {
        run("mkfs.ext4", "-q", "-F", device);
        mounted = Files.createDirectories(image.resolveSibling("mounted"));
        run("mount", device, mounted.toString());
        return mounted;
    }

    /** Waits while somebody has it open: who freezes a file system does, for a moment. */
    public void unmount() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (mounted != null) {
            try {
                run("umount", mounted.toString());
                mounted = null;
            } catch (IOException e) {
                if (!e.getMessage().contains("busy") || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
    }

    /** Gives the device another size. */
    public void resize(long size) throws IOException, InterruptedException {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(size);
        }
        run("losetup", "-c", device);
    }

    /** Runs a program to its end. @return what it said */
    public static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(List.of(command) + " failed: " + said);
        }
        return said;
    }

    @Override
    public void close() throws IOException {
        try {
            for (String[] command : new String[][]{mounted == null
                    ? null
                    : new String[]{"umount", "-l",
                            mounted.toString()},
                    {"losetup", "-d", device}}) {
                if (command != null) {
                    new ProcessBuilder(command).redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
