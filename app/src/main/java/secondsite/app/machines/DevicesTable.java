package secondsite.app.machines;

import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.machine.DeviceFacts;
import secondsite.api.machine.DeviceFacts.Content;
import secondsite.api.machine.SystemFacts;
import secondsite.api.machine.SystemFacts.VolumeGroup;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.machines.DeviceRows.Row;
import secondsite.app.table.Tables;
import secondsite.app.words.MachinePlace;

/** What a machine keeps its bytes on: partitions, volumes, file systems, and where they are mounted. */
final class DevicesTable {

    private static final String INDENT = "    ";

    private final Texts texts;
    private final Formats formats;
    private final DataTable<Row> table;
    private final Label title;
    private final Label groups = new Label();

    @Inject
    DevicesTable(Texts texts, Formats formats, Tables tables) {
        this.texts = texts;
        this.formats = formats;
        this.table = tables.table("machine.devices", Row::id, columns(), List.of());
        this.title = new Label(texts.text("machine.devices"));
        title.getStyleClass().add("card-title");
        groups.getStyleClass().add("muted");
        groups.setWrapText(true);
        VBox.setVgrow(table, Priority.ALWAYS);
    }

    void addTo(VBox pane) {
        pane.getChildren().addAll(title, table, groups);
    }

    /** @param system null for a machine whose agent does not tell */
    void show(SystemFacts system) {
        List<Row> rows = system == null ? List.of() : DeviceRows.of(system.devices());
        table.show(rows);
        groups.setText(system == null
                ? ""
                : system.groups().stream().map(this::group).collect(Collectors.joining("\n")));
        for (var each : List.of(title, table, groups)) {
            each.setVisible(!rows.isEmpty());
            each.setManaged(!rows.isEmpty());
        }
    }

    private String group(VolumeGroup group) {
        return texts.text("machine.devices.group", group.name(), formats.size(group.size()),
                formats.size(group.free()), String.join(", ", group.devices()));
    }

    private List<Column<Row>> columns() {
        return List.of(
                Column.<Row>of("device", texts.text("machine.devices.name"), 170,
                        row -> INDENT.repeat(row.depth()) + row.called()).ordered(Comparator.comparingInt(Row::place)),
                Column.of("kind", texts.text("machine.devices.kind"), 120, row -> kind(row.device())),
                Column.<Row, Long>figure("size", texts.text("machine.devices.size"), 90,
                        row -> formats.size(row.device().size()), row -> row.device().size()),
                Column.of("content", texts.text("machine.devices.content"), 140, row -> of(row, DevicesTable::content)),
                Column.of("mounted", texts.text("machine.devices.mounted"), 160,
                        row -> of(row, content -> String.join(", ", content.mountPoints()))),
                Column.<Row, Long>figure("used", texts.text("machine.devices.used"), 110,
                        row -> of(row, content -> content.usedBytes() == null ? "" : formats.size(content.usedBytes())),
                        row -> Optional.ofNullable(row.device().content()).map(Content::usedBytes).orElse(-1L)),
                Column.of("captured", texts.text("machine.devices.captured"), 110,
                        row -> row.device().disk() == null
                                ? MachinePlace.NOTHING
                                : texts.text("machine.devices.is-captured")),
                Column.<Row>of("model", texts.text("machine.devices.model"), 180,
                        row -> words(row.device().model(), row.device().serial())),
                Column.<Row>of("uuid", texts.text("machine.devices.uuid"), 260,
                        row -> of(row, content -> words(content.uuid()))).hidden());
    }

    private static String of(Row row, Function<Content, String> what) {
        return row.device().content() == null ? "" : what.apply(row.device().content());
    }

    private static String kind(DeviceFacts device) {
        return words(device.kind(), device.table());
    }

    private static String content(Content content) {
        return words(content.type(), content.label());
    }

    private static String words(String... some) {
        return Stream.of(some).filter(Objects::nonNull).collect(Collectors.joining(" "));
    }
}
