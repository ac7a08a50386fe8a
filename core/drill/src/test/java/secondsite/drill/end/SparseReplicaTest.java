package secondsite.drill.end;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import secondsite.drill.deployment.Deployment;
import secondsite.drill.deployment.Place;
import secondsite.drill.tools.CleanUp;
import secondsite.drill.tools.Shell;

/** fio, qemu-io, nbdinfo and nbdcopy judge a replica. System property {@code drill.end.mebibytes}: size of the disk. */
class SparseReplicaTest {

    private static final int MEBIBYTES = Integer.getInteger("drill.end.mebibytes", 32);
    private static final long DISK = (long) MEBIBYTES << 20;
    private static final int BLOCK = 4096;
    /** Eighths of the disk: four with data, one zeroed, one trimmed, two never written. */
    private static final long EIGHTH = DISK / 8;

    private final CleanUp cleanUp = new CleanUp();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        cleanUp.close();
    }

    @Test
    void whatFioWroteIsInTheReplicaAndWhatIsZeroTakesNoSpace() throws Exception {
        var deployment = new Deployment(folder, DISK, Place.here(), cleanUp).start();
        String source = "nbd+unix:///?socket=" + deployment.socket();
        fill(source);
        deployment.awaitCaughtUp();
        Path read = folder.resolve("source.raw");
        Shell.run("nbdcopy", source, read.toString());
        deployment.open("latest", export -> {
            fio(export.uri(), "--verify_only=1");
            Path copied = folder.resolve("replica.raw");
            Shell.run("nbdcopy", export.uri(), copied.toString());
            assertThat(Files.mismatch(read, copied)).isEqualTo(-1);
            assertMap(zeros(export.uri()), copied);
            return null;
        });
        deployment.agent().stop();
        assertThat(Files.mismatch(read, deployment.source())).isEqualTo(-1);
    }

    private static void fill(String uri) {
        Shell.run("qemu-io", "-f", "raw", "-c", "write -P 171 " + 4 * EIGHTH + " " + 2 * EIGHTH, "-c",
                "write -z " + 4 * EIGHTH + " " + EIGHTH, "-c", "discard " + 5 * EIGHTH + " " + EIGHTH, "-c", "flush",
                uri);
        fio(uri, "--do_verify=1");
    }

    private static void fio(String uri, String verify) {
        Shell.run("fio", "--name=judge", "--ioengine=nbd", "--uri=" + uri, "--rw=randwrite", "--bsrange=512-64k",
                "--size=" + 4 * EIGHTH, "--iodepth=16", "--verify=crc32c", "--verify_fatal=1", "--randseed=7",
                "--verify_state_save=0", "--end_fsync=1", verify);
    }

    /** Blocks that the export's map calls zeros. */
    private static BitSet zeros(String uri) throws IOException {
        BitSet zeros = new BitSet();
        for (JsonNode extent : new ObjectMapper().readTree(Shell.run("nbdinfo", "--json", "--map", uri))) {
            boolean zero = (extent.get("type").asInt() & 2) != 0;
            long from = extent.get("offset").asLong();
            long to = from + extent.get("length").asLong();
            zeros.set((int) Math.ceilDiv(from, BLOCK), zero ? (int) (to / BLOCK) : (int) Math.ceilDiv(from, BLOCK));
        }
        return zeros;
    }

    /** No data hides where the map tells of zeros, and the map knows of all that was zeroed, trimmed, or never written. */
    private static void assertMap(BitSet zeros, Path image) throws IOException {
        byte[] content = Files.readAllBytes(image);
        byte[] none = new byte[BLOCK];
        for (int block = zeros.nextSetBit(0); block >= 0; block = zeros.nextSetBit(block + 1)) {
            assertThat(Arrays.equals(content, block * BLOCK, (block + 1) * BLOCK, none, 0, BLOCK))
                    .as("block %s is zero", block).isTrue();
        }
        int expectedFrom = (int) (4 * EIGHTH / BLOCK);
        assertThat(zeros.nextClearBit(expectedFrom)).isGreaterThanOrEqualTo((int) (DISK / BLOCK));
        assertThat(zeros.get(0, expectedFrom).cardinality()).as("data is told of").isLessThan(expectedFrom / 4);
    }
}
