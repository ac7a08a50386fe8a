package secondsite.app.machines;

import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.activity.Event;
import secondsite.app.control.Status;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.table.Tables;
import secondsite.app.session.Catalogue;
import secondsite.app.words.EventText;

/** What happened to the machine. */
final class EventsTab {

    private final Texts texts;
    private final Formats formats;
    private final Catalogue catalogue;
    private final EventText words;
    private final DataTable<Event> table;

    @Inject
    EventsTab(Texts texts, Formats formats, Catalogue catalogue, EventText words, Tables tables) {
        this.texts = texts;
        this.formats = formats;
        this.catalogue = catalogue;
        this.words = words;
        this.table = tables.sorted("machine.events", event -> Long.toString(event.id()), columns(),
                List.of(chip(Event.Severity.CRITICAL), chip(Event.Severity.WARNING)), "time");
        VBox.setVgrow(table, Priority.ALWAYS);
    }

    private Chip<Event> chip(Event.Severity severity) {
        Status status = EventText.status(severity);
        return new Chip<>(severity.name(), "severity", words.severity(severity), status,
                event -> event.severity() == severity);
    }

    void addTo(VBox pane) {
        pane.getChildren().setAll(table);
    }

    void show(MachineFacts facts) {
        table.show(facts.events());
    }

    private List<Column<Event>> columns() {
        return List.of(
                Column.<Event, Instant>figure("time", texts.text("machine.events.time"), 190,
                        event -> formats.time(event.time()), Event::time)
                        .ordered((one, other) -> Long.compare(other.id(), one.id())),
                Column.of("severity", texts.text("machine.events.severity"), 120,
                        event -> words.severity(event.severity())),
                Column.of("what", texts.text("machine.events.what"), 260,
                        words::what),
                Column.of("detail", texts.text("machine.events.detail"), 460, this::detail));
    }

    private String detail(Event event) {
        String code = catalogue.message(event.code());
        String state = words.detail(event);
        return code.isEmpty() || state.isEmpty() ? code + state : code + " · " + state;
    }
}
