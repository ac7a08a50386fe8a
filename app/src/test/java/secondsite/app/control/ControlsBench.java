package secondsite.app.control;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleConsumer;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.stage.Stage;
import secondsite.app.control.TableSample.Machine;
import secondsite.app.control.table.DataTable;
import secondsite.app.control.table.TableState;
import secondsite.app.control.topology.TopologyCanvas;
import secondsite.app.control.topology.TopologySample;

/**
 * How long frames take, and how much of a processor: {@code ControlsBench SCENARIO [SECONDS]} prints one line. Scenarios: {@code topology-1000} (all in sight,
 * swaying), {@code topology-10000} (moved and zoomed without a rest), {@code table-10000} (1,000 changes a second, sorted by what
 * changes). See {@code core/drill/bench/controls.py}.
 */
public final class ControlsBench {

    private static final int WIDTH = 1_440;
    private static final int HEIGHT = 900;
    private static final double WARM_UP_SECONDS = 4;
    private static final int CHANGES_PER_SECOND = 1_000;

    private final String scenario;
    private final double seconds;
    private final List<Double> frames = new ArrayList<>();
    private Map<String, Double> before = Map.of();

    private ControlsBench(String scenario, double seconds) {
        this.scenario = scenario;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) {
        double seconds = arguments.length > 1 ? Double.parseDouble(arguments[1]) : 8;
        Platform.startup(() -> new ControlsBench(arguments[0], seconds).run());
    }

    private void run() {
        if (scenario.equals("table-10000")) {
            table();
        } else {
            topology(Integer.parseInt(scenario.substring(scenario.indexOf('-') + 1)));
        }
    }

    private void topology(int machines) {
        TopologyCanvas canvas = TopologySample.canvas(TopologySample.large(machines));
        show(canvas);
        double[] fitted = {0};
        measure(now -> {
            if (TopologySample.isShown(canvas)) {
                fitted[0] = fitted[0] == 0 ? canvas.zoomProperty().get() : fitted[0];
                if (machines > 1_000) {
                    TopologySample.fly(canvas, now, fitted[0]);
                } else {
                    TopologySample.sway(canvas, now);
                }
            }
        });
    }

    private void table() {
        DataTable<Machine> table = TableSample.empty();
        List<Machine> machines = new ArrayList<>(TableSample.machines(10_000));
        table.show(machines);
        table.restore(new TableState(List.of(), List.of(new TableState.SortState("rpo", true)), "", Set.of()));
        show(table);
        Random random = new Random(1);
        double[] changed = {0};
        measure(now -> {
            List<Machine> changes = new ArrayList<>();
            for (; changed[0] < now * CHANGES_PER_SECOND; changed[0]++) {
                int place = random.nextInt(machines.size());
                machines.set(place, machines.get(place).with(random.nextInt(1_400)));
                changes.add(machines.get(place));
            }
            table.change(changes, List.of());
        });
    }

    private static void show(Parent content) {
        Stage stage = new Stage();
        stage.setScene(Gallery.scene(content, WIDTH, HEIGHT, false));
        stage.show();
    }

    private void measure(DoubleConsumer step) {
        new AnimationTimer() {

            private long begin;
            private long last;

            @Override
            public void handle(long now) {
                begin = begin == 0 ? now : begin;
                double passed = (now - begin) / 1e9;
                if (passed > WARM_UP_SECONDS) {
                    if (frames.isEmpty()) {
                        before = cpuMillis();
                    }
                    frames.add((now - last) / 1e6);
                }
                last = now;
                if (passed > WARM_UP_SECONDS + seconds) {
                    stop();
                    report();
                    Platform.runLater(Platform::exit);
                } else {
                    step.accept(passed);
                }
            }
        }.start();
    }

    /** What the toolkit's own threads have used of processors. */
    private static Map<String, Double> cpuMillis() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, Double> used = new HashMap<>();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null) {
                used.put(thread.getThreadName(), threads.getThreadCpuTime(id) / 1e6);
            }
        }
        return used;
    }

    private double perFrame(Map<String, Double> after, String thread) {
        return after.entrySet().stream().filter(entry -> entry.getKey().startsWith(thread)).mapToDouble(entry -> entry
                .getValue() - before.getOrDefault(entry.getKey(), 0.0)).sum() / frames.size();
    }

    private void report() {
        Map<String, Double> after = cpuMillis();
        double[] sorted = frames.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.gc();
        long heap = (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20;
        System.out.printf(Locale.ROOT,
                "%s: %.1f frames/s, frame p50 %.1f ms, p95 %.1f ms, p99 %.1f ms; processor for a "
                        + "frame: screen's thread %.1f ms, drawing %.1f ms; heap %d MiB%n",
                scenario, sorted.length / Arrays.stream(sorted).sum() * 1_000, sorted[sorted.length / 2],
                sorted[sorted.length * 95 / 100], sorted[sorted.length * 99 / 100], perFrame(after, "JavaFX"),
                perFrame(after, "Quantum"), heap);
    }
}
