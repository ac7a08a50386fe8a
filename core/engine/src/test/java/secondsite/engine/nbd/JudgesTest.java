package secondsite.engine.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import secondsite.engine.disk.FileDisk;
import secondsite.engine.disk.MemoryDisk;
import secondsite.engine.file.DirectoryFolder;
import secondsite.engine.file.StoredFile;
import secondsite.engine.layer.OverlayDisk;
import secondsite.engine.layer.ReadOnlyDisk;
import secondsite.engine.tool.Tool;

/** Clients that no one here wrote, against a disk on a file. */
class JudgesTest {

    private static final int SIZE = 64 << 20;

    @TempDir
    Path folder;

    private Path file;
    private FileDisk disk;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("disk.raw");
        disk = emptyDisk(file);
        server = TestServer.of(disk);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        disk.close();
    }

    @Test
    void nbdinfoListsWhatIsOffered() throws Exception {
        server.exports.add("past", new ReadOnlyDisk(new MemoryDisk(12345)));
        String list = Tool.run("nbdinfo", "--list", server.uri()).ok();
        assertThat(list).contains("newstyle-fixed", "structured packets", "export=\"\"", "export=\"past\"",
                "export-size: 12345", "base:allocation");
        assertThat(list).containsPattern("(?s)export=\"past\".*is_read_only: true");
        assertThat(Tool.run("nbdinfo", "--size", server.uri("past")).ok().strip()).isEqualTo("12345");
        assertThat(Tool.run("nbdinfo", server.uri("nothing")).exit()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"flush", "fua", "multi-conn", "trim", "zero", "cache", "df", "structured-reply", "write"})
    void nbdinfoFindsWhatTheServerCan(String ability) throws Exception {
        assertThat(Tool.run("nbdinfo", "--can", ability, server.uri()).exit()).isZero();
    }

    @Test
    void nbdinfoFindsNothingThatTheServerCannot() throws Exception {
        server.exports.add("past", new ReadOnlyDisk(new MemoryDisk(12345)));
        assertThat(Tool.run("nbdinfo", "--can", "fast-zero", server.uri()).exit()).isEqualTo(2);
        assertThat(Tool.run("nbdinfo", "--can", "trim", server.uri("past")).exit()).isEqualTo(2);
        assertThat(Tool.run("nbdinfo", "--can", "write", server.uri("past")).exit()).isEqualTo(2);
        assertThat(Tool.run("nbdinfo", "--is", "tls", server.uri()).exit()).isEqualTo(2);
    }

    @Test
    void nbdinfoMapsWhereDataIs() throws Exception {
        disk.write(ByteBuffer.wrap(random(1 << 20)), 4 << 20);
        assertThat(Tool.run("nbdinfo", "--map", server.uri()).ok().strip().lines().map(line -> line.strip()
                .replaceAll(" +", " "))).containsExactly("0 4194304 3 hole,zero", "4194304 1048576 0 data",
                        "5242880 61865984 3 hole,zero");
    }

    @Test
    void nbdcopyMovesADiskInAndOut() throws Exception {
        Path source = sparseImage();
        Tool.run("nbdcopy", "--connections=4", source.toString(), server.uri()).ok();
        assertThat(Files.mismatch(source, file)).isEqualTo(-1);
        Path copy = folder.resolve("copy.raw");
        Tool.run("nbdcopy", "--connections=4", "--flush", server.uri(), copy.toString()).ok();
        assertThat(Files.mismatch(source, copy)).isEqualTo(-1);
    }

    @Test
    void qemuIoFindsWhatItWrote() throws Exception {
        String output = Tool.run("qemu-io", "-f", "raw", "-c", "write -P 0xab 0 2M", "-c", "write -z 1M 1M", "-c",
                "discard 2M 1M", "-c", "write -P 7 -f 4095K 1K", "-c", "aio_write -P 3 5M 64k", "-c", "aio_flush", "-c",
                "flush", "-c", "read -P 0xab 0 1M", "-c", "read -P 0 1M 2M", "-c", "read -P 7 4095K 1K", "-c",
                "read -P 3 5M 64k", "-c", "write -P 9 1000 777", "-c", "read -P 9 1000 777", server.uri()).ok();
        assertThat(output).doesNotContain("failed").contains("read 1048576/1048576", "read 777/777");
        ByteBuffer there = ByteBuffer.allocate(1024);
        disk.read(there, 4095 << 10);
        assertThat(there.array()).containsOnly(7);
    }

    @Test
    void fioVerifiesEveryBlock() throws Exception {
        String[] fio = {"fio", "--name=verify", "--ioengine=nbd", "--uri=" + server.uri(), "--verify=crc32c",
                "--verify_fatal=1", "--do_verify=1", "--rw=randwrite", "--bsrange=512-64k", "--bs_unaligned",
                "--size=64M", "--iodepth=16", "--randseed=1"};
        assertThat(Tool.run(fio).ok()).contains("err= 0");
    }

    @Test
    void fioVerifiesAMixtureThroughAnOverlay() throws Exception {
        disk.write(ByteBuffer.wrap(random(1 << 20)), 1 << 20);
        server.exports.add("overlay", new OverlayDisk(new ReadOnlyDisk(disk), new MemoryDisk(SIZE)));
        assertThat(Tool.run("fio", "--name=verify", "--ioengine=nbd", "--uri=" + server.uri("overlay"), "--verify=md5",
                "--verify_fatal=1", "--do_verify=1", "--rw=randwrite", "--bs=1000-9999", "--bs_unaligned",
                "--size=16M", "--iodepth=8", "--randseed=2", "--fsync=50").ok()).contains("err= 0");
        Tool.run("qemu-io", "-f", "raw", "-c", "read -P 0 2M 10M", server.uri()).ok();
    }

    @Test
    void qemuImgConvertsInAndOutAndCompares() throws Exception {
        Path source = sparseImage();
        Path qcow = folder.resolve("source.qcow2");
        Tool.run("qemu-img", "convert", "-f", "raw", "-O", "qcow2", source.toString(), qcow.toString()).ok();
        Tool.run("qemu-img", "convert", "-n", "-f", "qcow2", "-O", "raw", qcow.toString(), server.uri()).ok();
        assertThat(Files.mismatch(source, file)).isEqualTo(-1);
        assertThat(Tool.run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", server.uri(), qcow.toString()).ok())
                .contains("identical");
        Path back = folder.resolve("back.raw");
        Tool.run("qemu-img", "convert", "-f", "raw", "-O", "raw", server.uri(), back.toString()).ok();
        assertThat(Files.mismatch(source, back)).isEqualTo(-1);
        disk.write(ByteBuffer.wrap(new byte[]{1}), 3);
        assertThat(Tool.run("qemu-img", "compare", "-f", "raw", "-F", "qcow2", server.uri(), qcow.toString()).exit())
                .isEqualTo(1);
    }

    @Test
    void allOfItGoesOverTcpToo() throws Exception {
        Path source = sparseImage();
        InetSocketAddress tcp = (InetSocketAddress) server.server().listen(new InetSocketAddress("127.0.0.1", 0));
        String uri = "nbd://127.0.0.1:" + tcp.getPort() + "/";
        Tool.run("nbdcopy", source.toString(), uri).ok();
        assertThat(Files.mismatch(source, file)).isEqualTo(-1);
        assertThat(Tool.run("qemu-img", "info", uri).ok()).contains("64 MiB");
    }

    private Path sparseImage() throws IOException {
        Path image = folder.resolve("source.raw");
        try (FileDisk sparse = emptyDisk(image)) {
            for (int at = 0; at < SIZE; at += 8 << 20) {
                sparse.write(ByteBuffer.wrap(random(3 << 20)), at + 4096 + at / 70);
            }
        }
        return image;
    }

    private static FileDisk emptyDisk(Path path) throws IOException {
        StoredFile stored = DirectoryFolder.at(path.getParent()).create(path.getFileName().toString());
        stored.resize(SIZE);
        return new FileDisk(stored);
    }

    private static byte[] random(int length) {
        byte[] data = new byte[length];
        new Random(length).nextBytes(data);
        return data;
    }
}
