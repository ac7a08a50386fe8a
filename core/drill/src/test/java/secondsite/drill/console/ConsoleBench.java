package secondsite.drill.console;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.scene.control.TableView;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.table.TableState;
import secondsite.app.navigation.Screen;
import secondsite.drill.tools.Patience;

/**
 * Measures the whole console while a {@link CrowdedServer} tells it what changes: what frames take on the screen of the machines, sorted by
 * what changes, and on the topology, which is moved and zoomed without a rest; then the heap with both. See
 * {@code core/drill/bench/console.py}.
 */
final class ConsoleBench {

    private static final double WARM_UP_SECONDS = 8;
    private static final double NANOS = 1e9;
    private static final double MEBIBYTE = 1 << 20;
    private static final int RATHER_MANY = 1_000;

    private final ConsoleStage console;
    private final double seconds;
    private final int machines;

    private ConsoleBench(ConsoleStage console, double seconds, int machines) {
        this.console = console;
        this.seconds = seconds;
        this.machines = machines;
    }

    /** {@code ConsoleBench SERVER FINGERPRINT MACHINES SECONDS}. */
    public static void main(String[] words) throws IOException {
        Path kept = Files.createTempDirectory("bench");
        try (var console = new ConsoleStage(kept)) {
            console.signIn(URI.create(words[0]), words[1], CrowdedServer.USER, "any");
            var bench = new ConsoleBench(console, Double.parseDouble(words[3]), Integer.parseInt(words[2]));
            bench.table();
            bench.topology();
            bench.heap();
        } finally {
            try (Stream<Path> files = Files.walk(kept)) {
                files.sorted((one, other) -> other.compareTo(one)).forEach(file -> file.toFile().delete());
            }
        }
        System.exit(0);
    }

    private static void say(String what, String measured) {
        System.out.println(what + ": " + measured);
    }

    private void table() {
        console.until("the dashboard is shown", () -> console.sees("#sidebar-machines"));
        console.go(Screen.MACHINES, "");
        console.until("the table is there", () -> console.sees("#machines-table"));
        var table = (DataTable<?>) console.node("#machines-table").orElseThrow();
        ConsoleStage.get(() -> {
            table.restore(new TableState(List.of(), List.of(new TableState.SortState("rpo", true)), "", Set.of()));
            return null;
        });
        var view = (TableView<?>) ConsoleStage.get(() -> table.lookup(".table-view"));
        console.until("all machines are there", () -> ConsoleStage.get(() -> view.getItems().size()) == machines);
        Frames.during(WARM_UP_SECONDS, _ -> {
        });
        var first = new Object() {
            Object row = view.getItems().getFirst();
            int others;
        };
        String measured = Frames.during(seconds, _ -> {
            if (view.getItems().getFirst() != first.row) {
                first.row = view.getItems().getFirst();
                first.others++;
            }
        });
        say("table of " + machines, measured + "; another row was first " + first.others + " times");
    }

    private void topology() {
        console.go(Screen.TOPOLOGY, "");
        console.until("the picture is there", () -> console.sees("#topology-canvas"));
        var canvas = (Region) console.node("#topology-canvas").orElseThrow();
        // Laid out when something can be seen from afar.
        Frames.during(WARM_UP_SECONDS, _ -> {
        });
        if (machines <= RATHER_MANY) {
            LongConsumer sway = passed -> drag(canvas, 4 * Math.cos(passed / NANOS * 3),
                    3 * Math.sin(passed / NANOS * 2));
            Frames.during(WARM_UP_SECONDS / 2, sway);
            say("topology of " + machines + ", all in sight", Frames.during(seconds, sway));
        } else {
            LongConsumer fly = passed -> {
                wheel(canvas, 16 * Math.sin(passed / NANOS * Math.PI / 2));
                drag(canvas, 12 * Math.cos(passed / NANOS), 8 * Math.sin(passed / NANOS * 1.3));
            };
            Frames.during(WARM_UP_SECONDS, fly);
            say("topology of " + machines + ", moved and zoomed", Frames.during(seconds, fly));
        }
    }

    private static void wheel(Region canvas, double delta) {
        double x = canvas.getWidth() / 2;
        double y = canvas.getHeight() / 2;
        Event.fireEvent(canvas, new ScrollEvent(ScrollEvent.SCROLL, x, y, x, y, false, false, false, false, true, false,
                0, delta, 0, delta, ScrollEvent.HorizontalTextScrollUnits.NONE, 0,
                ScrollEvent.VerticalTextScrollUnits.NONE, 0, 0, new PickResult(canvas, x, y)));
    }

    /** By so many pixels, from the middle of it. */
    private static void drag(Region canvas, double byX, double byY) {
        double x = canvas.getWidth() / 2;
        double y = canvas.getHeight() / 2;
        mouse(canvas, MouseEvent.MOUSE_PRESSED, x, y);
        mouse(canvas, MouseEvent.MOUSE_DRAGGED, x + byX, y + byY);
        mouse(canvas, MouseEvent.MOUSE_RELEASED, x + byX, y + byY);
    }

    private static void mouse(Region canvas, javafx.event.EventType<MouseEvent> type, double x, double y) {
        Event.fireEvent(canvas, new MouseEvent(type, x, y, x, y, MouseButton.PRIMARY, 1, false, false, false, false,
                true, false, false, true, false, false, new PickResult(canvas, x, y)));
    }

    private void heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Patience.pause(200);
        }
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        say("heap with " + machines, String.format(Locale.ROOT, "%.0f MiB in use with both open, of at most %.0f MiB",
                used / MEBIBYTE, Runtime.getRuntime().maxMemory() / MEBIBYTE));
    }
}
