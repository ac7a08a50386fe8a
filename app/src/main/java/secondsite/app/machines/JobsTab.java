package secondsite.app.machines;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.activity.Job;
import secondsite.app.control.table.Column;
import secondsite.app.control.table.DataTable;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.table.Tables;
import secondsite.app.fx.TickingClock;
import secondsite.app.words.JobText;

/** The jobs that worked, or work, on the machine. */
final class JobsTab {

    private final Texts texts;
    private final Formats formats;
    private final JobText words;
    private final TickingClock clock;
    private final DataTable<Job> table;

    @Inject
    JobsTab(MachineViewModel model, Texts texts, Formats formats, JobText words, TickingClock clock,
            Tables tables) {
        this.texts = texts;
        this.formats = formats;
        this.words = words;
        this.clock = clock;
        this.table = tables.sorted("machine.jobs", job -> Long.toString(job.number()), columns(), List.of(), "number");
        table.setOnOpen(job -> model.openJob(job.number()));
        VBox.setVgrow(table, Priority.ALWAYS);
    }

    void addTo(VBox pane) {
        pane.getChildren().setAll(table);
    }

    void show(MachineFacts facts) {
        table.show(facts.jobs());
    }

    private List<Column<Job>> columns() {
        return List.of(
                Column.<Job, Long>figure("number", texts.text("machine.jobs.number"), 100,
                        job -> "#" + job.number(), job -> -job.number()),
                Column.of("type", texts.text("machine.jobs.type"), 210, words::type),
                Column.of("state", texts.text("machine.jobs.state"), 130, words::state),
                Column.<Job, Instant>figure("begun", texts.text("machine.jobs.begun"), 150,
                        job -> formats.time(job.begun()), Job::begun),
                Column.<Job, Duration>figure("duration", texts.text("machine.jobs.duration"), 120,
                        job -> formats.duration(duration(job)), this::duration),
                Column.of("detail", texts.text("machine.jobs.detail"), 250, words::detail),
                Column.of("who", texts.text("machine.jobs.who"), 200, words::who));
    }

    private Duration duration(Job job) {
        return Duration.between(job.begun(), job.ended() == null ? clock.now().get() : job.ended());
    }
}
