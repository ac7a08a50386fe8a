package secondsite.server.target.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.client.PointClient;
import secondsite.api.client.TransferException;
import secondsite.api.point.Extraction;
import secondsite.api.point.ExtractionRequest;
import secondsite.api.point.PointQuery;
import secondsite.api.policy.Retention;
import secondsite.api.site.MasterTargetAssignment;
import secondsite.api.site.MasterTargetReport;
import secondsite.api.site.ServerLoad;
import secondsite.engine.segment.MarkKind;
import secondsite.engine.segment.Record;
import secondsite.server.stage.InitialCopyOf;
import secondsite.server.stage.MovedClock;
import secondsite.server.stage.Sender;
import secondsite.server.stage.Stage;
import secondsite.server.web.Peer;

/** A managed master target with one disk, clocks that a test moves, and a copy of the disk after each record as an oracle. */
final class KeptStage implements AutoCloseable {

    /** Everything for a long time, so that retention is out of the way. */
    static final Retention LONG = new Retention(100 * 1440, 2400, 100);

    final Stage stage;
    final MovedClock clock = new MovedClock();
    final TreeMap<Long, byte[]> states = new TreeMap<>();
    private final Path directory;
    private Sender sender;

    KeptStage(Path directory) {
        this.directory = directory;
        stage = new Stage(directory);
        stage.managed = true;
        stage.clock = clock;
        stage.targetTime = clock.steady();
    }

    UUID disk() {
        return stage.disk;
    }

    /** Protects the disk; its first state is sequence 0. */
    KeptStage start(Retention retention) throws Exception {
        stage.start();
        assign(retention);
        sender = new Sender(stage, 1);
        states.put(0L, sender.contents());
        InitialCopyOf.run(stage.agent(), stage.disk, sender.contents(), 0);
        return this;
    }

    void assign(Retention retention) throws IOException {
        assign(List.of(new MasterTargetAssignment.KeptDisk(stage.disk, "machine", "root", Stage.DISK_BYTES, "gateway",
                retention)));
    }

    void assign(List<MasterTargetAssignment.KeptDisk> disks) throws IOException {
        stage.target().assign(new MasterTargetAssignment(UUID.randomUUID().toString(), disks));
    }

    /** Writes records one after the other, and remembers what the disk is after each. */
    void write(int records) throws Exception {
        for (int i = 0; i < records; i++) {
            sender.write(1);
            states.put(sender.spool().lastSequence(), sender.contents());
        }
        sender.awaitTarget();
    }

    /** A crash-consistent point with a name. */
    void mark(String label) throws Exception {
        mark(MarkKind.CRASH_CONSISTENT, label);
        sender.awaitTarget();
    }

    /** A point; not awaited. */
    void mark(MarkKind kind, String label) throws Exception {
        sender.spool().append(List.of(new Record.Mark(kind, UUID.randomUUID(), label)));
        states.put(sender.spool().lastSequence(), sender.contents());
    }

    Sender sender() {
        return sender;
    }

    long last() {
        return sender.spool().lastSequence();
    }

    /** Time passes, with rounds of the target as it would make them. */
    void pass(Duration time) {
        Duration step = Duration.ofHours(6);
        for (Duration left = time; left.isPositive(); left = left.minus(step)) {
            clock.pass(left.compareTo(step) < 0 ? left : step);
            stage.target().round();
        }
    }

    PointClient configurationServer() {
        return as(Peer.Kind.CONFIGURATION_SERVER, "configuration-server");
    }

    PointClient as(Peer.Kind kind, String id) {
        return new PointClient(stage.connect(stage.targetUri(), kind, id));
    }

    MasterTargetReport report() throws IOException {
        return stage.target().report("1", URI.create("https://keeper:9443"), new ServerLoad(0.5, 1, 2, 3, 4));
    }

    boolean recoverable(long sequence) throws Exception {
        return configurationServer().points(stage.disk, PointQuery.ALL).ranges().stream()
                .anyMatch(range -> range.first() <= sequence && sequence <= range.last());
    }

    /** What the target itself writes of the disk at a sequence is what it was. */
    void assertAsItWas(long sequence) throws Exception {
        PointClient client = configurationServer();
        String file = "at-" + sequence + "-" + UUID.randomUUID() + ".raw";
        Extraction extraction = client.extract(stage.disk,
                new ExtractionRequest(Long.toString(sequence), file, "raw"));
        while (extraction.state().equals("running")) {
            Thread.sleep(2);
            extraction = client.extraction(extraction.id());
        }
        assertThat(extraction.state()).as("%s", extraction).isEqualTo("done");
        Path written = directory.resolve("extractions").resolve(file);
        assertThat(Files.readAllBytes(written)).as("the disk at %s", sequence).isEqualTo(states.get(sequence));
        Files.delete(written);
    }

    interface Call {
        void make() throws Exception;
    }

    static void refused(ProblemCode code, Call call) {
        assertThatThrownBy(call::make).isInstanceOfSatisfying(TransferException.Refused.class,
                e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    @Override
    public void close() throws IOException {
        if (sender != null) {
            sender.close();
        }
        stage.close();
    }
}
