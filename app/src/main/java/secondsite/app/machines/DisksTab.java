package secondsite.app.machines;

import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.DiskWork;
import secondsite.api.machine.MachineDetail.KnownDisk;
import secondsite.api.replication.Protection.Pair;
import secondsite.app.action.ActionControls;
import secondsite.app.action.Actions;
import secondsite.app.action.ChosenDisk;
import secondsite.app.action.Permission;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.table.Tables;
import secondsite.app.words.MachinePlace;

/** The machine's disks: how large, what waits, how far behind, what goes on with each. */
final class DisksTab {

    /** A disk, and its replica if it is protected. @param pair null if it is not */
    private record Disk(KnownDisk known, Pair pair) {

        String id() {
            return known.id().toString();
        }

        Optional<DiskReport> report() {
            return Optional.ofNullable(known.report());
        }
    }

    private final Texts texts;
    private final Formats formats;
    private final Actions actions;
    private final ActionControls controls;
    private final DataTable<Disk> table;
    private final DevicesTable devices;
    private final HBox bar = new HBox();
    private MachineFacts shown;
    private List<Offer> offered = List.of();

    /** An action on the disk that is selected, and whether it is allowed. */
    private record Offer(UUID disk, String action, Permission permission) {}

    @Inject
    DisksTab(Texts texts, Formats formats, Tables tables, Actions actions, ActionControls controls,
            DevicesTable devices) {
        this.devices = devices;
        this.actions = actions;
        this.controls = controls;
        this.texts = texts;
        this.formats = formats;
        this.table = tables.table("machine.disks", Disk::id, columns(), List.of());
        VBox.setVgrow(table, Priority.ALWAYS);
        bar.getStyleClass().add("selection-bar");
        table.selectedProperty().addListener((_, _, _) -> offer());
    }

    void addTo(VBox pane) {
        pane.getChildren().setAll(table, bar);
        devices.addTo(pane);
    }

    void show(MachineFacts facts) {
        shown = facts;
        table.show(facts.detail().disks().stream().map(disk -> new Disk(disk, facts.protection().pairs().stream()
                .filter(pair -> pair.disk().equals(disk.id())).findFirst().orElse(null))).toList());
        devices.show(facts.detail().system());
        offer();
    }

    /** What can be done with the disk that is selected. Buttons stay as long as they say the same: somebody may be about to press one. */
    private void offer() {
        List<Disk> chosen = shown == null ? List.of() : table.selectedRows();
        if (chosen.size() != 1) {
            offered = List.of();
            bar.getChildren().clear();
            return;
        }
        Disk disk = chosen.getFirst();
        var what = new ChosenDisk(shown.chosen(), disk.known().id(), disk.known().name(), disk.pair() != null,
                disk.known().gone());
        List<Offer> now = actions.of(ChosenDisk.class).stream()
                .map(action -> new Offer(what.disk(), action.id(), action.on(what))).toList();
        if (!now.equals(offered)) {
            offered = now;
            bar.getChildren().setAll(actions.of(ChosenDisk.class).stream()
                    .map(action -> controls.button(action, what)).toList());
        }
    }

    private List<Column<Disk>> columns() {
        return List.of(Column.of("name", texts.text("machine.disks.name"), 130, disk -> disk.known().name()),
                Column.<Disk, Long>figure("size", texts.text("machine.disks.size"), 90,
                        disk -> formats.size(disk.known().size()), disk -> disk.known().size()),
                Column.of("state", texts.text("machine.disks.state"), 170, this::state),
                Column.<Disk, Long>figure("waiting", texts.text("machine.disks.waiting"), 110,
                        disk -> figure(disk, DiskReport::bytesWaiting, formats::size),
                        disk -> disk.report().map(DiskReport::bytesWaiting).orElse(-1L)),
                Column.<Disk, Double>figure("lag", texts.text("machine.disks.lag"), 100,
                        disk -> disk.report().filter(_ -> disk.pair() != null)
                                .map(report -> formats.duration(report.lagSeconds())).orElse(MachinePlace.NOTHING),
                        disk -> disk.report().map(DiskReport::lagSeconds).orElse(-1.0)),
                Column.<Disk, Long>figure("rate", texts.text("machine.disks.rate"), 110,
                        disk -> figure(disk, DiskReport::bytesPerSecond, formats::rate),
                        disk -> disk.report().map(DiskReport::bytesPerSecond).orElse(-1L)),
                Column.of("work", texts.text("machine.disks.work"), 160, this::work),
                Column.of("verified", texts.text("machine.disks.verified"), 200, this::verified),
                Column.<Disk, Long>figure("journal", texts.text("machine.disks.journal"), 110, this::journal,
                        disk -> disk.pair() == null || disk.pair().target() == null
                                ? -1L
                                : disk.pair().target().journalBytes()),
                Column.<Disk, Long>figure("spool", texts.text("machine.disks.spool"), 110,
                        disk -> figure(disk, DiskReport::spoolBytes, formats::size),
                        disk -> disk.report().map(DiskReport::spoolBytes).orElse(-1L)).hidden(),
                Column.<Disk>of("file", texts.text("machine.disks.file"), 200,
                        disk -> disk.known().file() == null ? "" : disk.known().file()).hidden());
    }

    /** Of a disk that is protected. */
    private static String figure(Disk disk, ToLongFunction<DiskReport> what,
            LongFunction<String> written) {
        return disk.pair() == null
                ? MachinePlace.NOTHING
                : disk.report().map(report -> written.apply(what.applyAsLong(report))).orElse(MachinePlace.NOTHING);
    }

    private String state(Disk disk) {
        if (disk.known().gone()) {
            return texts.text("machine.disks.gone");
        }
        if (disk.pair() == null) {
            return texts.text("machine.disks.unprotected");
        }
        return disk.report().map(report -> texts.text("disk.state." + report.state()))
                .orElse(MachinePlace.NOTHING);
    }

    private String work(Disk disk) {
        return disk.report().map(DiskReport::work).map(this::work).orElse("");
    }

    private String work(DiskWork work) {
        double share = work.totalBytes() <= 0 ? 0 : (double) work.doneBytes() / work.totalBytes();
        String said = texts.text("disk.work." + work.kind()) + " " + formats.percent(share);
        if (work.problem() != null) {
            return said + " · " + work.problem();
        }
        return work.secondsLeft() == null
                ? said
                : said + " · " + texts.text("job.left", formats.duration(work.secondsLeft()));
    }

    private String verified(Disk disk) {
        return disk.report().map(DiskReport::verified)
                .map(found -> found.differentBytes() == 0
                        ? texts.text("machine.disks.equal", formats.ago(found.ended()))
                        : texts.text("machine.disks.different", formats.size(found.differentBytes())))
                .orElse(disk.pair() == null ? MachinePlace.NOTHING : texts.text("machine.never"));
    }

    private String journal(Disk disk) {
        return disk.pair() == null || disk.pair().target() == null
                ? MachinePlace.NOTHING
                : formats.size(disk.pair().target().journalBytes());
    }
}
