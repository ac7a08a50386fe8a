package secondsite.drill.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import secondsite.drill.tools.Shell;

/** What this machine has to have, and what to do when it has not. */
final class Requirements {

    private static final List<String> TOOLS = List.of("mkfs.ext4", "e2fsck", "debugfs", "nbdfuse", "nbdcopy",
            "sqlite3", "fusermount3", "qemu-system-x86_64", "qemu-img");
    private static final List<String> ROOTS_TOOLS = List.of("losetup", "mount", "umount", "fsfreeze");
    private static final List<String> NETWORK_TOOLS = List.of("ip", "nsenter");
    private static final List<String> OTHERS_TOOLS = List.of("fuse2fs");
    private static final List<Integer> PORTS = List.of(19442, 19443, 19444, BothSites.GATEWAY_THERE_PORT,
            BothSites.KEEPER_HERE_PORT);
    private static final Path FUSE = Path.of("/dev/fuse");
    private static final long SPACE_BYTES = 3L << 30;

    private final Stage stage;
    private final List<String> lacking = new ArrayList<>();

    private Requirements(Stage stage) {
        this.stage = stage;
    }

    /** What is missing, a sentence or two each; empty when the demo can be shown. @param report null for none */
    static List<String> lacking(Stage stage, Path report) throws IOException {
        var requirements = new Requirements(stage);
        requirements.report(report);
        requirements.tools();
        requirements.fuse();
        requirements.mounting();
        requirements.ports();
        requirements.space();
        return requirements.lacking;
    }

    private void report(Path report) {
        if (report != null && (Files.isDirectory(report)
                || !Files.isWritable(Files.exists(report) ? report : report.toAbsolutePath().getParent()))) {
            lacking.add(report + " cannot be written. Choose another file: --report FILE.");
        }
    }

    private void tools() {
        List<String> missing = Stream.of(TOOLS, stage.root() ? ROOTS_TOOLS : OTHERS_TOOLS,
                stage.ownNetwork() ? NETWORK_TOOLS : List.<String>of()).flatMap(List::stream)
                .filter(tool -> !Shell.attempt("sh", "-c", "command -v " + tool).fine()).toList();
        if (!missing.isEmpty()) {
            lacking.add("These programs are missing: " + String.join(", ", missing)
                    + ". As root, 'installer/setup demo' installs Debian's packages with them.");
        }
    }

    private void fuse() {
        if (!Files.isWritable(FUSE)) {
            lacking.add(FUSE + (Files.exists(FUSE) ? " is closed to this user" : " is not there")
                    + ", so disks cannot be shown as files. Run the demo as root, or load the module ('modprobe fuse'); a container "
                    + "needs --device /dev/fuse.");
        }
    }

    private void mounting() {
        if (!stage.root()) {
            return;
        }
        if (!Shell.attempt("unshare", "--mount", "true").fine()) {
            lacking.add(
                    "This root may mount nothing, as in a container without privileges. Start the container with --privileged, or "
                            + "run the demo as another user, who needs only an open /dev/fuse.");
            return;
        }
        Shell.Result loop = Shell.attempt("losetup", "--find");
        if (!loop.fine()) {
            lacking.add("There is no loop device to be had (" + loop.output()
                    + "). Load the module ('modprobe loop'), detach some "
                    + "('losetup --list' shows them), or run the demo as another user, who needs only an open /dev/fuse; a container "
                    + "needs --privileged.");
        }
    }

    private void ports() {
        for (int port : stage.ownNetwork() ? List.<Integer>of() : PORTS) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.getLocalPort();
            } catch (IOException e) {
                lacking.add("Port " + port + " of this machine cannot be had (" + e.getMessage()
                        + "); a server of the demo listens "
                        + "there. End what uses it ('ss --listening --tcp --processes' tells what that is), or run "
                        + "the demo as root, who has a network for it alone.");
            }
        }
    }

    private void space() throws IOException {
        long free = Files.getFileStore(stage.directory()).getUsableSpace();
        if (free < SPACE_BYTES) {
            lacking.add("There is " + Numbers.mebibytes(free) + " left in " + stage.directory() + ", and "
                    + Numbers.mebibytes(SPACE_BYTES)
                    + " are needed. Make room, or choose another folder: --directory DIR.");
        }
    }
}
