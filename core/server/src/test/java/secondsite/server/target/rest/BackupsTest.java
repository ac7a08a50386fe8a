package secondsite.server.target.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferException;
import secondsite.api.point.Backup;
import secondsite.api.point.Points;
import secondsite.server.stage.MovedClock;
import secondsite.server.stage.Stage;
import secondsite.server.web.Peer;

/** Backups of the configuration server's database at a master target, over real HTTPS. */
@Timeout(120)
class BackupsTest {

    private static final int MIB = 1 << 20;

    @TempDir
    private Path directory;

    private final MovedClock clock = new MovedClock();
    private Stage stage;

    @BeforeEach
    void start() throws IOException {
        stage = new Stage(directory);
        stage.managed = true;
        stage.clock = clock;
        stage.targetTime = clock.steady();
        stage.startTarget();
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    private PointClient as(Peer.Kind kind) {
        return new PointClient(stage.connect(stage.targetUri(), kind, "somebody"));
    }

    private Path file(int bytes, long seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return Files.write(directory.resolve("backup-" + seed), content);
    }

    private List<String> kept() {
        return stage.replicaFolder.folder("backups").names();
    }

    @Test
    void aBackupLargerThanAnyOtherBodyComesBackAsItWas() throws Exception {
        PointClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        Path file = file(20 * MIB + 77, 1);
        Backup backup = client.putBackup("database-1", file);
        assertThat(backup.bytes()).isEqualTo(20 * MIB + 77);
        stage.killTarget(new Random(2));
        stage.startTarget();
        assertThat(as(Peer.Kind.ADMINISTRATOR).backups()).containsExactly(backup);
        Path back = directory.resolve("back");
        as(Peer.Kind.ADMINISTRATOR).backup("database-1", back);
        assertThat(back).hasSameBinaryContentAs(file);
    }

    @Test
    void theSameAgainChangesNothingAndAnotherOfTheNameIsRefused() throws Exception {
        PointClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        Backup first = client.putBackup("database", file(1000, 1));
        clock.pass(Duration.ofHours(1));
        assertThat(client.putBackup("database", file(1000, 1))).isEqualTo(first);
        KeptStage.refused(ProblemCode.CONFLICT, () -> client.putBackup("database", file(1000, 2)));
        assertThat(client.backups()).containsExactly(first);
    }

    @Test
    void theNewestAreKept() throws Exception {
        PointClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        for (int i = 0; i < 5; i++) {
            client.putBackup("database-" + i, file(1000, i));
            clock.pass(Duration.ofHours(1));
        }
        assertThat(client.backups()).extracting(Backup::name).containsExactly("database-4", "database-3",
                "database-2");
        assertThat(kept()).hasSize(3);
        KeptStage.refused(ProblemCode.NOT_FOUND, () -> client.backup("database-0", directory.resolve("none")));
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void whatComesWithAWrongChecksumLeavesNothing() throws Exception {
        assertThat(put("database", "0".repeat(64), "hello".length(), "hello")).startsWith("HTTP/1.1 422");
        assertThat(put("database", "no sum", "hello".length(), "hello")).startsWith("HTTP/1.1 400");
        assertThat(kept()).isEmpty();
        assertThat(as(Peer.Kind.CONFIGURATION_SERVER).backups()).isEmpty();
    }

    @Test
    void whatBreaksOffLeavesNothing() throws Exception {
        try (SSLSocket socket = (SSLSocket) stage.identities.client(Peer.Kind.CONFIGURATION_SERVER, "c").sslContext()
                .getSocketFactory().createSocket("127.0.0.1", stage.target().port())) {
            write(socket, head("database", "0".repeat(64), 1000) + "only so much");
        }
        PointClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        Backup next = null;
        while (next == null) {
            try {
                next = client.putBackup("database", file(1000, 1));
            } catch (TransferException.Busy stillReceiving) {
                Thread.sleep(5);
            }
        }
        assertThat(kept()).hasSize(1);
    }

    @Test
    void namesAreNoPathsAndLengthsHaveALimit() throws Exception {
        PointClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        for (String name : List.of("..%2Fidentity", "UPPER", "a.b", "a".repeat(61), "%00", "a%20b")) {
            assertThatThrownBy(() -> client.putBackup(name, file(10, 1))).as(name)
                    .isInstanceOfAny(TransferException.Refused.class, TransferException.Unavailable.class);
            assertThatThrownBy(() -> client.backup(name, directory.resolve("none"))).as(name)
                    .isInstanceOfAny(TransferException.Refused.class, TransferException.Unavailable.class);
        }
        assertThat(put("database", "0".repeat(64), Points.BACKUP_LIMIT_BYTES + 1, "")).startsWith("HTTP/1.1 413");
        assertThat(kept()).isEmpty();
    }

    @Test
    void otherBodiesKeepTheirLimitAndAreNotWaitedFor() throws Exception {
        try (SSLSocket socket = (SSLSocket) stage.identities.client(Peer.Kind.AGENT, "machine").sslContext()
                .getSocketFactory().createSocket("127.0.0.1", stage.target().port())) {
            socket.setSoTimeout(30_000);
            write(socket, "POST /v1/disks/" + stage.disk + "/slices HTTP/1.1\r\nHost: x\r\nContent-Length: "
                    + (9 * MIB) + "\r\n\r\n");
            assertThat(status(socket)).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void onlyTheConfigurationServerBringsThem() throws Exception {
        as(Peer.Kind.CONFIGURATION_SERVER).putBackup("database", file(1000, 1));
        for (Peer.Kind kind : List.of(Peer.Kind.AGENT, Peer.Kind.PROCESS_SERVER, Peer.Kind.MASTER_TARGET)) {
            KeptStage.refused(ProblemCode.NOT_ALLOWED, () -> as(kind).backups());
            KeptStage.refused(ProblemCode.NOT_ALLOWED, () -> as(kind).backup("database", directory.resolve("no")));
            KeptStage.refused(ProblemCode.NOT_ALLOWED, () -> as(kind).putBackup("other", file(10, 2)));
        }
        KeptStage.refused(ProblemCode.NOT_ALLOWED,
                () -> as(Peer.Kind.ADMINISTRATOR).putBackup("other", file(10, 2)));
        assertThat(kept()).hasSize(1);
    }

    @Test
    void aFullDiskTakesNoneAndStaysAsItIs() throws Exception {
        PointClient client = as(Peer.Kind.CONFIGURATION_SERVER);
        Backup first = client.putBackup("database-1", file(1000, 1));
        stage.replicaFolder.capacity(12 * MIB);
        assertThatThrownBy(() -> client.putBackup("database-2", file(13 * MIB, 2)))
                .isInstanceOf(TransferException.OutOfSpace.class);
        assertThat(client.backups()).containsExactly(first);
        assertThat(kept()).hasSize(1);
    }

    private static String head(String name, String sum, long length) {
        return "PUT /v1/backups/" + name + " HTTP/1.1\r\nHost: x\r\n" + Points.SHA_256 + ": " + sum
                + "\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private String put(String name, String sum, long length, String body) throws IOException {
        try (SSLSocket socket = (SSLSocket) stage.identities.client(Peer.Kind.CONFIGURATION_SERVER, "c").sslContext()
                .getSocketFactory().createSocket("127.0.0.1", stage.target().port())) {
            socket.setSoTimeout(30_000);
            write(socket, head(name, sum, length) + body);
            return status(socket);
        }
    }

    private static String status(SSLSocket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                .readLine();
    }

    private static void write(SSLSocket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
