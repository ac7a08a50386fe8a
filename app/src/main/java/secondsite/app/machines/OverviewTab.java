package secondsite.app.machines;

import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.api.activity.Job;
import secondsite.api.machine.DiskReport;
import secondsite.api.machine.SystemFacts;
import secondsite.api.policy.Policy;
import secondsite.api.recovery.Failover;
import secondsite.api.replication.Protection;
import secondsite.app.control.Facts;
import secondsite.app.control.Ink;
import secondsite.app.control.ProgressRow;
import secondsite.app.control.RpoChart;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Formats;
import secondsite.app.fx.Texts;
import secondsite.app.fx.TickingClock;
import secondsite.app.words.JobText;
import secondsite.app.words.MachinePlace;
import secondsite.app.words.MachineText;

/** The machine at a glance: where it runs and where it is replicated to, how far behind, what is wrong, what was tested. */
final class OverviewTab {

    /** Of time in the chart, so that it is there from the first value on. */
    private static final Duration LEAST = Duration.ofMinutes(1);

    private final MachineViewModel model;
    private final MachineReasons reasons;
    private final MachineText words;
    private final MachinePlace places;
    private final JobText jobs;
    private final Texts texts;
    private final Formats formats;
    private final RpoChart chart;

    @Inject
    OverviewTab(MachineViewModel model, MachineReasons reasons, MachineText words, MachinePlace places, JobText jobs,
            Texts texts,
            Formats formats, TickingClock clock) {
        this.model = model;
        this.reasons = reasons;
        this.words = words;
        this.places = places;
        this.jobs = jobs;
        this.texts = texts;
        this.formats = formats;
        this.chart = new RpoChart(clock.zone(), formats::time, formats::duration);
        chart.setAccessibleText(texts.text("machine.overview.chart"));
        VBox.setVgrow(chart, Priority.ALWAYS);
    }

    void show(VBox pane, MachineFacts facts) {
        pane.getChildren().setAll(strip(facts));
        List<Node> wrong = reasons.of(facts.protection());
        if (!wrong.isEmpty()) {
            pane.getChildren().add(card(texts.text("machine.overview.reasons"), wrong.toArray(Node[]::new)));
        }
        List<Node> start = reasons.ofStart(facts.detail().system());
        if (!start.isEmpty()) {
            pane.getChildren().add(card(texts.text("machine.overview.start"), start.toArray(Node[]::new)));
        }
        facts.running().ifPresent(job -> pane.getChildren().add(running(job)));
        HBox row = new HBox(identity(facts), protection(facts));
        row.getStyleClass().add("card-row");
        row.getChildren().forEach(card -> HBox.setHgrow(card, Priority.ALWAYS));
        pane.getChildren().add(row);
        if (facts.isProtected()) {
            chart();
            VBox history = card(texts.text("machine.overview.chart"), chart);
            VBox.setVgrow(history, Priority.ALWAYS);
            pane.getChildren().add(history);
        }
    }

    private static VBox card(String title, Node... parts) {
        Label head = new Label(title);
        head.getStyleClass().add("card-title");
        VBox card = new VBox(head);
        card.getStyleClass().add("card");
        card.getChildren().addAll(parts);
        card.setMinWidth(0);
        card.setPrefWidth(480);
        return card;
    }

    /** Runs in Frankfurt → replicated to Munich. */
    private Node strip(MachineFacts facts) {
        HBox strip = new HBox(place("ci-building", texts.text("machine.strip.runs"), places.runsIn(facts.summary())));
        Protection protection = facts.protection();
        if (protection.processServer() != null) {
            strip.getChildren().addAll(arrow(facts),
                    place("ci-flow-connection", texts.text("machine.strip.over"), protection.processServer()),
                    arrow(facts),
                    place("ci-data-base", texts.text("machine.strip.to"), model.targetSite()
                            .map(site -> site + " · " + protection.masterTarget()).orElse(protection.masterTarget())));
        } else {
            strip.getChildren().add(place("ci-warning-alt", "", texts.text("machine.strip.nowhere")));
        }
        strip.getStyleClass().addAll("card", "strip");
        return strip;
    }

    private static Node place(String icon, String what, String where) {
        Label small = new Label(what);
        small.getStyleClass().add("meta");
        small.setManaged(!what.isEmpty());
        Label name = new Label(where);
        name.getStyleClass().add("strong");
        name.setMinWidth(Region.USE_PREF_SIZE);
        HBox place = new HBox(new FontIcon(icon), new VBox(small, name));
        place.getStyleClass().add("legend-line");
        return place;
    }

    private Node arrow(MachineFacts facts) {
        FontIcon arrow = new FontIcon("ci-arrow-right");
        arrow.getStyleClass().addAll("strip-arrow", words.stateStatus(facts.summary()).styleClass());
        return arrow;
    }

    private Node running(Job job) {
        var row = new ProgressRow(new ProgressRow.Progress(job.problem() == null ? Status.SYNC : Status.WARN,
                jobs.type(job), "", jobs.share(job), jobs.figure(job), jobs.detail(job)));
        Hyperlink open = new Hyperlink(texts.text("machine.overview.job", Long.toString(job.number())));
        open.setOnAction(_ -> model.openJob(job.number()));
        return card(texts.text("machine.overview.running"), row, open);
    }

    private Node identity(MachineFacts facts) {
        var machine = facts.summary();
        Facts rows = new Facts().add(texts.text("machine.fact.host"), orNothing(machine.hostName()))
                .add(texts.text("machine.fact.system"), orNothing(machine.operatingSystem()))
                .add(texts.text("machine.fact.computer"),
                        texts.text("machine.computer", facts.detail().processors(),
                                formats.size(facts.detail().memoryBytes())))
                .add(texts.text("machine.fact.start"), start(facts.detail().system()))
                .add(texts.text("machine.fact.disks"),
                        texts.text("machine.disks", machine.disks(), formats.size(machine.bytes())))
                .add(texts.text("machine.fact.addresses"), addresses(facts))
                .add(texts.text("machine.fact.agent"), texts.text("machine.agent", orNothing(facts.detail().version()),
                        machine.lastSeen() == null ? MachinePlace.NOTHING : formats.ago(machine.lastSeen())));
        return card(texts.text("machine.overview.identity"), rows);
    }

    /** By which firmware it starts, with which kernel, and whether its copy would. */
    private String start(SystemFacts system) {
        if (system == null || system.firmware() == null) {
            return MachinePlace.NOTHING;
        }
        String how = texts.text("machine.start", system.firmware().name(), orNothing(system.kernel()));
        return system.boot().isEmpty() || !reasons.ofStart(system).isEmpty()
                ? how
                : how + " · " + texts.text("machine.start.copy");
    }

    private static String orNothing(String text) {
        return text == null || text.isEmpty() ? MachinePlace.NOTHING : text;
    }

    private static String addresses(MachineFacts facts) {
        String all = String.join(", ",
                facts.detail().nics().stream().flatMap(nic -> nic.addresses().stream()).toList());
        return all.isEmpty() ? MachinePlace.NOTHING : all;
    }

    private Node protection(MachineFacts facts) {
        Protection now = facts.protection();
        Facts rows = new Facts().add(texts.text("machine.fact.state"), now.since() == null
                ? words.state(facts.summary())
                : texts.text("machine.state-since", words.state(facts.summary()), formats.time(now.since())));
        if (facts.isProtected()) {
            Optional<Policy> policy = model.policy();
            rows.add(texts.text("machine.fact.policy"), policy.map(Policy::name).orElse(MachinePlace.NOTHING))
                    .add(texts.text("machine.fact.rpo"), rpo(now, policy))
                    .add(texts.text("machine.fact.application"), policy.map(this::application).orElse(""))
                    .add(texts.text("machine.fact.waiting"),
                            formats.size(now.pairs().stream().map(Protection.Pair::source)
                                    .filter(report -> report != null).mapToLong(DiskReport::bytesWaiting).sum()))
                    .add(texts.text("machine.fact.verified"),
                            now.verified() == null ? texts.text("machine.never") : formats.ago(now.verified()))
                    .add(texts.text("machine.fact.tested"), test(facts));
        }
        return card(texts.text("machine.overview.protection"), rows);
    }

    private String rpo(Protection now, Optional<Policy> policy) {
        String age = now.rpoSeconds() == null ? MachinePlace.NOTHING : formats.duration(now.rpoSeconds());
        return policy.map(each -> texts.text("machine.rpo", age, formats.duration(each.rpoWarningSeconds())))
                .orElse(age);
    }

    private String application(Policy policy) {
        return policy.appMinutes() == 0
                ? texts.text("machine.application.never")
                : texts.text("machine.application.every", formats.duration(policy.appMinutes() * 60.0));
    }

    private Node test(MachineFacts facts) {
        Optional<Failover> test = facts.lastTest();
        if (test.isEmpty()) {
            return new Label(texts.text("machine.never"));
        }
        Failover last = test.get();
        Status status = last.works() == null ? Status.UNKNOWN : last.works() ? Status.OK : Status.CRIT;
        HBox line = new HBox(new StatusIcon(status), new Label(texts.text("machine.tested." + status.styleClass(),
                formats.ago(last.begun()))));
        line.getStyleClass().add("legend-line");
        return line;
    }

    private void chart() {
        List<MachineViewModel.Measured> measured = model.measured();
        if (!measured.isEmpty()) {
            List<RpoChart.Sample> samples = measured.stream().map(each -> new RpoChart.Sample(each.at(), each.rpo()))
                    .toList();
            Duration target = model.policy().map(policy -> Duration.ofSeconds(policy.rpoWarningSeconds()))
                    .orElse(null);
            Instant until = samples.getLast().at();
            Instant minute = until.minus(LEAST);
            Instant from = samples.getFirst().at().isBefore(minute) ? samples.getFirst().at() : minute;
            chart.dataProperty().set(new RpoChart.Data(from, until,
                    List.of(new RpoChart.Series(Ink.SERIES_1, samples)), target));
        }
    }
}
