package secondsite.server.target.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import secondsite.api.ProblemCode;
import secondsite.api.client.HostClient;
import secondsite.api.client.TransferException;
import secondsite.api.host.KeptExport;
import secondsite.api.host.KeptExportRequest;
import secondsite.api.point.Deletion;
import secondsite.api.point.DeletionRequest;
import secondsite.api.point.Pin;
import secondsite.api.point.PinRequest;
import secondsite.api.policy.Retention;
import secondsite.api.site.MasterTargetReport;
import secondsite.server.web.Peer;

/** A disk as it was, served to a machine until it is let go: over restarts, and whatever retention and people do meanwhile. */
@Timeout(120)
class KeptExportsTest {

    private static final Retention ONE_HOUR = new Retention(60, 1, 0);

    @TempDir
    private Path directory;

    private final UUID export = UUID.randomUUID();
    private KeptStage kept;

    @BeforeEach
    void begin() {
        kept = new KeptStage(directory);
    }

    @AfterEach
    void end() throws IOException {
        kept.close();
    }

    private HostClient host() {
        return as(Peer.Kind.CONFIGURATION_SERVER);
    }

    private HostClient as(Peer.Kind kind) {
        return new HostClient(kept.stage.connect(kept.stage.targetUri(), kind, kind.word()));
    }

    private static KeptExportRequest at(long sequence) {
        return new KeptExportRequest(Long.toString(sequence), "test of machine");
    }

    private void assertServes(KeptExport served) throws Exception {
        Path copy = directory.resolve("copy.raw");
        Process nbdcopy = new ProcessBuilder("nbdcopy", "nbd+unix:///?socket=" + served.unixSocket(), copy.toString())
                .redirectErrorStream(true).start();
        String said = new String(nbdcopy.getInputStream().readAllBytes());
        assertThat(nbdcopy.waitFor(60, TimeUnit.SECONDS) && nbdcopy.exitValue() == 0).as(said).isTrue();
        assertThat(Files.readAllBytes(copy)).isEqualTo(kept.states.get(served.sequence()));
        Files.delete(copy);
    }

    private static DeletionRequest points(long sequence) {
        return new DeletionRequest(Deletion.What.POINTS, null, null, sequence, "anna", "virus", null);
    }

    private Deletion deletion(Deletion asked) throws IOException {
        return kept.configurationServer().deletions().stream().filter(each -> each.id().equals(asked.id())).findFirst()
                .orElseThrow();
    }

    private MasterTargetReport.Kept reported() throws IOException {
        return kept.report().disks().getFirst();
    }

    @Test
    void servesAtTheSamePlaceAfterARestartAndALossOfPower() throws Exception {
        kept.start(KeptStage.LONG).write(5);
        KeptExport served = host().keep(kept.disk(), export, at(3));
        KeptExport latest = host().keep(kept.disk(), UUID.randomUUID(), new KeptExportRequest("latest", "other"));
        assertThat(latest.sequence()).isEqualTo(5);
        kept.write(3);
        assertServes(served);
        kept.stage.killTarget(new Random(4));
        kept.stage.startTarget();
        assertThat(host().keptExports(kept.disk())).containsExactlyInAnyOrder(served, latest);
        assertServes(served);
        assertThat(host().keep(kept.disk(), latest.id(), new KeptExportRequest("latest", "other"))).isEqualTo(latest);
        assertServes(latest);
        kept.stage.stopTarget();
        assertThat(Path.of(served.unixSocket())).doesNotExist();
        kept.stage.startTarget();
        assertServes(served);
        host().release(kept.disk(), export);
        host().release(kept.disk(), export);
        assertThat(host().keptExports(kept.disk())).containsExactly(latest);
        assertThat(Path.of(served.unixSocket())).doesNotExist();
        kept.stage.killTarget(null);
        kept.stage.startTarget();
        assertThat(host().keptExports(kept.disk())).containsExactly(latest);
    }

    @Test
    void whatAMachineRunsOverIsKeptThroughRetentionAndUnpinningAndNoLonger() throws Exception {
        kept.start(ONE_HOUR).write(6);
        KeptExport served = host().keep(kept.disk(), export, at(3));
        Pin pin = kept.configurationServer().pin(kept.disk(), new PinRequest("3", "audit", "anna"));
        kept.configurationServer().unpin(kept.disk(), pin.id());
        kept.pass(Duration.ofDays(2));
        assertThat(kept.recoverable(2)).isFalse();
        assertServes(served);
        kept.stage.killTarget(new Random(1));
        kept.stage.startTarget();
        kept.pass(Duration.ofDays(1));
        assertServes(served);
        host().release(kept.disk(), export);
        kept.pass(Duration.ofDays(1));
        assertThat(kept.recoverable(3)).isFalse();
    }

    @Test
    void nothingIsDeletedUnderAMachineAndNothingIsKeptThatIsToBeDeleted() throws Exception {
        kept.start(KeptStage.LONG).write(6);
        Deletion pending = kept.configurationServer().delete(kept.disk(), points(2));
        KeptStage.refused(ProblemCode.CONFLICT, () -> host().keep(kept.disk(), export, at(2)));
        host().keep(kept.disk(), export, at(4));
        KeptStage.refused(ProblemCode.CONFLICT, () -> kept.configurationServer().delete(kept.disk(), points(4)));
        KeptStage.refused(ProblemCode.CONFLICT, () -> kept.configurationServer().delete(kept.disk(),
                new DeletionRequest(Deletion.What.REPLICA, null, null, null, "anna", "over", "berta")));
        kept.pass(Duration.ofDays(15));
        assertThat(kept.recoverable(2)).isFalse();
        assertThat(kept.recoverable(4)).isTrue();
        assertThat(deletion(pending).waits()).contains("being read");
        kept.assertAsItWas(4);
        host().release(kept.disk(), export);
        kept.pass(Duration.ofHours(6));
        assertThat(deletion(pending).pending()).isFalse();
    }

    @Test
    void anIdServesOneRequestAndWhatCannotBeIsRefused() throws Exception {
        kept.start(KeptStage.LONG).write(4);
        host().keep(kept.disk(), export, at(3));
        KeptStage.refused(ProblemCode.CONFLICT, () -> host().keep(kept.disk(), export, at(2)));
        KeptStage.refused(ProblemCode.NOT_RECOVERABLE,
                () -> host().keep(kept.disk(), UUID.randomUUID(), at(1000)));
        KeptStage.refused(ProblemCode.BAD_REQUEST,
                () -> host().keep(kept.disk(), UUID.randomUUID(), new KeptExportRequest("noon", "x")));
        KeptStage.refused(ProblemCode.BAD_REQUEST,
                () -> host().keep(kept.disk(), UUID.randomUUID(), new KeptExportRequest("latest", " ")));
        KeptStage.refused(ProblemCode.UNKNOWN_DISK, () -> host().keep(UUID.randomUUID(), export, at(3)));
        host().release(UUID.randomUUID(), export);
        for (Peer.Kind kind : List.of(Peer.Kind.ADMINISTRATOR, Peer.Kind.AGENT, Peer.Kind.PROCESS_SERVER,
                Peer.Kind.MASTER_TARGET)) {
            KeptStage.refused(ProblemCode.NOT_ALLOWED, () -> as(kind).keep(kept.disk(), export, at(3)));
            KeptStage.refused(ProblemCode.NOT_ALLOWED, () -> as(kind).keptExports(kept.disk()));
            KeptStage.refused(ProblemCode.NOT_ALLOWED, () -> as(kind).release(kept.disk(), export));
        }
        assertThat(host().keptExports(kept.disk())).extracting(KeptExport::id).containsExactly(export);
    }

    @Test
    void anExportThatCannotBeServedIsToldAndTheOthersAreServed() throws Exception {
        kept.start(KeptStage.LONG).write(4);
        KeptExport one = host().keep(kept.disk(), export, at(3));
        KeptExport other = host().keep(kept.disk(), UUID.randomUUID(), at(2));
        kept.stage.stopTarget();
        Files.writeString(Path.of(one.unixSocket()), "in the way");
        kept.stage.startTarget();
        assertServes(other);
        assertThat(reported().problem()).startsWith("EXPORT_NOT_SERVED").contains(export.toString(), "is no socket");
        assertThatThrownBy(() -> host().keep(kept.disk(), export, at(3)))
                .isInstanceOf(TransferException.Unavailable.class).hasMessageContaining("is no socket");
        Files.delete(Path.of(one.unixSocket()));
        kept.stage.target().round();
        assertThat(reported().problem()).isNull();
        assertServes(one);
    }

    @Test
    void whatCannotBeServedAtFirstIsNotKept() throws Exception {
        kept.start(KeptStage.LONG).write(4);
        KeptExport one = host().keep(kept.disk(), export, at(3));
        host().release(kept.disk(), export);
        Files.writeString(Path.of(one.unixSocket()), "in the way");
        assertThatThrownBy(() -> host().keep(kept.disk(), export, at(3)))
                .isInstanceOf(TransferException.Unavailable.class).hasMessageContaining("is no socket");
        assertThat(host().keptExports(kept.disk())).isEmpty();
        assertThat(reported().problem()).isNull();
    }
}
