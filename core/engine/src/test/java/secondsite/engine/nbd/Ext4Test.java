package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.tool.Tool;

/** A real file system on a served disk, through the kernel's loop device. */
class Ext4Test {

    @TempDir
    Path folder;

    private Path image;
    private FileDisk disk;
    private TestServer server;
    private Process fuse;
    private Path mountPoint;
    private String loop;

    @BeforeEach
    void attach() throws Exception {
        assumeTrue(Files.isWritable(Path.of("/dev/fuse")) && Files.isWritable(Path.of("/dev/loop-control")),
                "SKIPPED: a file system is mounted only by root, where there are FUSE and loop devices");
        image = folder.resolve("disk.raw");
        StoredFile file = DirectoryFolder.at(folder).create("disk.raw");
        file.resize(256 << 20);
        disk = new FileDisk(file);
        server = TestServer.of(disk);
        mountPoint = Files.createDirectory(folder.resolve("mnt"));
        Path served = Files.createDirectory(folder.resolve("served")).resolve("disk");
        fuse = Tool.start(folder.resolve("fuse.out"), "nbdfuse", served.toString(), server.uri());
        TestServer.await("nbdfuse serves " + served, () -> Files.exists(served));
        loop = Tool.run("losetup", "--find", "--show", served.toString()).ok().strip();
    }

    @AfterEach
    void detach() throws Exception {
        if (fuse != null) {
            if (loop != null) {
                Tool.run("umount", mountPoint.toString());
                Tool.run("losetup", "--detach", loop).ok();
            }
            endFuse();
        }
        if (server != null) {
            server.close();
            disk.close();
        }
    }

    private void endFuse() throws Exception {
        Tool.run("fusermount3", "-u", folder.resolve("served").toString()).ok();
        assertThat(fuse.waitFor(60, TimeUnit.SECONDS)).as("nbdfuse ends when it is unmounted").isTrue();
        fuse = null;
    }

    @Test
    void aFileSystemThatWasWrittenThroughItIsCleanAndComplete() throws Exception {
        Tool.run("mkfs.ext4", "-q", loop).ok();
        Tool.run("mount", loop, mountPoint.toString()).ok();
        Map<String, String> written = writeFiles(new Random(1));
        Tool.run("fstrim", mountPoint.toString()).ok();
        Tool.run("umount", mountPoint.toString()).ok();
        Tool.run("losetup", "--detach", loop).ok();
        loop = null;
        endFuse();

        Tool.run("e2fsck", "-f", "-n", image.toString()).ok();
        assertThat(readFiles(written.keySet())).isEqualTo(written);
    }

    private Map<String, String> writeFiles(Random random) throws IOException, NoSuchAlgorithmException {
        Map<String, String> written = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            String name = "d" + i % 7 + "/file" + i;
            byte[] data = new byte[random.nextInt(20) == 0 ? random.nextInt(4 << 20) : random.nextInt(50_000)];
            random.nextBytes(data);
            Path path = mountPoint.resolve(name);
            Files.createDirectories(path.getParent());
            Files.write(path, data);
            written.put(name, digest(data));
            if (random.nextInt(3) == 0) {
                String gone = written.keySet().stream().skip(random.nextInt(written.size())).findFirst().orElseThrow();
                Files.delete(mountPoint.resolve(gone));
                written.remove(gone);
            }
        }
        return written;
    }

    /** From the image itself, without the kernel and without the server. */
    private Map<String, String> readFiles(Iterable<String> names) throws Exception {
        Path out = Files.createDirectory(folder.resolve("out"));
        Tool.run("debugfs", "-R", "rdump / " + out, image.toString()).ok();
        Map<String, String> found = new TreeMap<>();
        for (String name : names) {
            found.put(name, digest(Files.readAllBytes(out.resolve(name))));
        }
        return found;
    }

    private static String digest(byte[] data) throws NoSuchAlgorithmException {
        return data.length + " bytes " + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    }
}
