package secondsite.app.failover;

import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import secondsite.api.activity.Job;
import secondsite.api.activity.JobState;
import secondsite.api.recovery.FailoverRequest;
import secondsite.api.recovery.OrderedFailover;
import secondsite.app.action.Gate;
import secondsite.app.navigation.Navigator;
import secondsite.app.navigation.Place;
import secondsite.app.navigation.Screen;
import secondsite.app.session.LiveModel;
import secondsite.app.wizard.Alternative;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;
import secondsite.app.words.FailureText;
import secondsite.app.words.JobText;

/** Orders several failovers, a job each, and shows then how far each job is: the window can be closed, the jobs go on. */
final class TogetherOrder {

    /** What came of ordering one. @param job its number; 0 when it was refused @param refusal why */
    record Outcome(String machine, long job, String refusal) {}

    /** Of one failover. */
    interface Ordering {
        OrderedFailover order(UUID machine, FailoverRequest request) throws IOException;
    }

    private final FailoverSurroundings around;
    private final LiveModel live;
    private final JobText jobs;
    private final FailureText failures;
    private final Navigator navigator;
    private final Ordering ordering;

    @Inject
    TogetherOrder(FailoverSurroundings around, LiveModel live, JobText jobs, FailureText failures,
            Navigator navigator) {
        this(around, live, jobs, failures, navigator, around.session().failovers()::order);
    }

    TogetherOrder(FailoverSurroundings around, LiveModel live, JobText jobs, FailureText failures,
            Navigator navigator, Ordering ordering) {
        this.around = around;
        this.live = live;
        this.jobs = jobs;
        this.failures = failures;
        this.navigator = navigator;
        this.ordering = ordering;
    }

    /** Opens a wizard that ends in such an order, whatever its deed orders by itself. */
    void open(Wizard wizard, Together together) {
        Place here = navigator.place().get();
        List<Outcome> outcomes = new ArrayList<>();
        Deed deed = wizard.deed();
        around.wizards().onceClosed(() -> {
            if (!outcomes.isEmpty()) {
                around.tasks().inWindows(() -> follow(wizard.kind(), wizard.title(), outcomes));
            }
        });
        around.wizards()
                .open(new Wizard(wizard.kind(), wizard.title(), wizard.detail(), wizard.direction(), wizard.steps(),
                        wizard.review(), new Deed(deed.gate(), deed.object(), deed.consequence(), deed.verb(), () -> {
                            outcomes.addAll(order(together));
                            return here;
                        }), wizard.alternative()));
    }

    /** @throws IOException of the first, when none was taken */
    List<Outcome> order(Together together) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        IOException first = null;
        for (Together.Each each : together.taken()) {
            try {
                outcomes.add(new Outcome(each.name(),
                        ordering.order(each.id(), each.request().get()).job(), ""));
            } catch (IOException e) {
                first = first == null ? e : first;
                outcomes.add(new Outcome(each.name(), 0, failures.of(e)));
            }
        }
        if (first != null && outcomes.stream().allMatch(outcome -> outcome.job() == 0)) {
            throw first;
        }
        return outcomes;
    }

    private void follow(WizardKind kind, String title, List<Outcome> outcomes) {
        around.wizards().open(new Wizard(kind, title, around.text("failover.together.follow.detail"),
                Optional.empty(), List.of(), new Following(outcomes), new Deed(Gate.NONE, "", "",
                        around.text("wizard.close"), () -> navigator.place().get()),
                Optional.of(new Alternative(around.text("failover.together.follow.jobs"), "ci-task",
                        () -> navigator.go(Place.of(Screen.JOBS))))));
    }

    /** How far each of them is, looked at each second. */
    private final class Following implements Review {

        private final List<Outcome> outcomes;

        private Following(List<Outcome> outcomes) {
            this.outcomes = List.copyOf(outcomes);
        }

        @Override
        public List<Sentence> sentences() {
            return outcomes.stream().map(this::line).toList();
        }

        private Sentence line(Outcome outcome) {
            if (outcome.job() == 0) {
                return Sentence.danger(outcome.machine(),
                        around.text("failover.together.follow.refused", outcome.refusal()));
            }
            String number = Long.toString(outcome.job());
            Optional<Job> job = live.jobs().stream().filter(each -> each.number() == outcome.job()).findFirst();
            return job.map(now -> line(outcome, now)).orElseGet(() -> Sentence.plain(outcome.machine(),
                    around.text("failover.together.follow.ordered", number)));
        }

        private Sentence line(Outcome outcome, Job job) {
            String detail = jobs.detail(job);
            String said = around.text(
                    detail.isEmpty() ? "failover.together.follow.job" : "failover.together.follow.job-detail",
                    Long.toString(job.number()), jobs.figure(job), detail);
            if (!job.state().over()) {
                return Sentence.plain(outcome.machine(), said);
            }
            return job.state() == JobState.DONE
                    ? Sentence.good(outcome.machine(), said)
                    : Sentence.danger(outcome.machine(), said);
        }

        @Override
        public String command() {
            return "";
        }

        @Override
        public String afterwards() {
            return around.text("failover.together.follow.close");
        }
    }
}
