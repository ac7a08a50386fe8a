package secondsite.drill.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import secondsite.api.point.Export;
import secondsite.drill.tools.Shell;
import secondsite.drill.tools.Volume;

/** Opens disks as they were at the master target, and judges what comes back. */
final class Recovery {

    private final Stage stage;
    private final MasterTarget target;
    private final Findings findings;
    private final List<Double> openSeconds = new ArrayList<>();
    private boolean spoiled;

    Recovery(Stage stage, MasterTarget target, Findings findings) {
        this.stage = stage;
        this.target = target;
        this.findings = findings;
        this.spoiled = !stage.spoil();
    }

    /** Every file of the disk is as it was at the moment. @param at a sequence, a time, or {@code latest} */
    void recover(Disk disk, UUID id, Moment moment, String at) {
        open(id, at, volume -> judge(disk.title() + ", " + moment.name(), moment.manifests().get(disk), volume));
    }

    /** The database has what it had acknowledged, can be used, and what is written to it does not change the replica. */
    void tryDatabase(Disk disk, UUID id, Moment moment, String at) {
        open(id, at, volume -> {
            volume.mount();
            long last = Ledger.lastEntry(volume.files());
            findings.check(disk.title() + ", " + moment.name(), last == moment.ledgerEntries(),
                    "%d transactions were acknowledged, %d are there".formatted(moment.ledgerEntries(), last));
            write(volume.files().resolve("written-in-a-test"), "a test");
            new Changes(volume.files(), moment.ledgerEntries()).mistake(50);
            volume.unmount();
        });
        open(id, at, volume -> judge(disk.title() + ", again after a test that wrote", moment.manifests().get(disk),
                volume));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void open(UUID id, String at, Consumer<Volume> use) {
        long begun = System.nanoTime();
        Export export = target.open(id, at);
        openSeconds.add((System.nanoTime() - begun) * 1e-9);
        Path folder = stage.directory().resolve("recovered-" + openSeconds.size());
        Volume volume = new Volume(folder, stage.root(), stage.cleanUp());
        volume.attach(Path.of(export.unixSocket()));
        use.accept(volume);
        volume.detach();
        target.close(export);
    }

    private void judge(String what, Manifest expected, Volume volume) {
        Shell.Result check = volume.check();
        findings.check(what, check.fine(), check.fine() ? "e2fsck finds nothing" : "e2fsck says\n" + check.output());
        volume.mount();
        if (!spoiled) {
            spoiled = true;
            Spoiling.oneByte(volume.files());
        }
        SortedSet<String> differences = expected.differences(Manifest.of(volume.files()));
        findings.check(what, differences.isEmpty(), differences.isEmpty()
                ? expected.files() + " files, " + Numbers.mebibytes(expected.bytes()) + ", byte for byte"
                : differences.size() + " files differ: "
                        + differences.stream().limit(5).collect(Collectors.joining(", ")));
        volume.unmount();
    }

    void tell(Numbers numbers) {
        numbers.count("opened", "points opened", openSeconds.size());
        numbers.seconds("openMedian", "opening a point, median",
                openSeconds.stream().sorted().skip(openSeconds.size() / 2).findFirst().orElse(0.0));
        numbers.seconds("openWorst", "opening a point, worst",
                openSeconds.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }
}
