package secondsite.app.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.scene.layout.Priority;
import secondsite.app.control.table.Chip;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.table.TableTexts;

/** A table of machines, as the console has one. */
public final class TableSample {

    /** A machine's row; {@code rpo} is in seconds. */
    public record Machine(String id, String name, Status health, String site, String state, int rpo, int target) {

        public Machine with(int rpoNow) {
            return new Machine(id, name, rpoNow > target
                    ? Status.CRIT
                    : rpoNow > target * 0.8
                            ? Status.WARN
                            : Status.OK,
                    site, state, rpoNow, target);
        }
    }

    private static final TableTexts TEXTS = new TableTexts("Filter", "Columns", "Export as CSV", "Copy", "All",
            "No machine is protected yet", "Protect the first one.", "No machine matches", "Clear filter",
            count -> count + " changes - refresh order");

    private TableSample() {}

    public static List<Machine> machines(int count) {
        Random random = new Random(5);
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            machines.add(new Machine("m" + i, List.of("web", "sql", "mail", "app", "file").get(i % 5) + "-" + "%02d"
                    .formatted(i), Status.OK, i % 3 == 0 ? "Leipzig" : "Frankfurt", "Protected", 0, 900).with(
                            random.nextInt(i % 7 == 0 ? 1_400 : 600)));
        }
        return machines;
    }

    public static DataTable<Machine> empty() {
        return new DataTable<>(Machine::id, List.of(Column.of("health", "Health", 70, (Machine machine) -> machine
                .health().styleClass()).ordered(Comparator.comparing(Machine::health)).drawn(HealthCell::new),
                Column.of(
                        "name", "Name", 140, Machine::name),
                Column.of("site", "Runs in", 120, Machine::site), Column.of(
                        "state", "State", 120, Machine::state),
                Column.figure("rpo", "RPO now / target", 190,
                        (Machine machine) -> duration(machine.rpo()), Machine::rpo).drawn(
                                RpoCell::new),
                Column.figure("target", "Target", 90,
                        (Machine machine) -> duration(machine.target()),
                        Machine::target)),
                List.of(chip(Status.OK, "healthy"), chip(
                        Status.WARN, "warning"),
                        chip(Status.CRIT,
                                "critical")),
                TEXTS);
    }

    static Node table() {
        DataTable<Machine> table = empty();
        table.show(machines(40));
        table.setOnExport(csv -> {
        });
        table.select(List.of("m3"));
        VBox.setVgrow(table, Priority.ALWAYS);
        return table;
    }

    private static Chip<Machine> chip(Status status, String title) {
        return new Chip<>(status.styleClass(), "health", title, status, machine -> machine.health() == status);
    }

    static String duration(int seconds) {
        return seconds < 60 ? seconds + " s" : seconds / 60 + " min " + seconds % 60 + " s";
    }

    private static final class HealthCell implements Column.Cell<Machine> {

        private final StatusIcon icon = new StatusIcon();

        @Override
        public Node node() {
            return icon;
        }

        @Override
        public void show(Machine machine) {
            icon.setStatus(machine.health());
        }
    }

    private static final class RpoCell implements Column.Cell<Machine> {

        private final RpoBar bar = new RpoBar();

        @Override
        public Node node() {
            return bar;
        }

        @Override
        public void show(Machine machine) {
            bar.show(duration(machine.rpo()), machine.rpo() / (double) machine.target(), machine.health());
        }
    }
}
