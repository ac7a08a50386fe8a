package secondsite.app.failover;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import secondsite.api.Contact;
import secondsite.api.client.TransferException;
import secondsite.api.machine.MachineSummary;
import secondsite.api.replication.AllowedAction;
import secondsite.api.replication.ProtectionAction;
import secondsite.api.site.ServerSummary;
import secondsite.app.action.Gate;
import secondsite.app.session.LiveModel;
import secondsite.app.wizard.Check;
import secondsite.app.wizard.Checks;
import secondsite.app.wizard.ChecksStep;
import secondsite.app.wizard.Deed;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;
import secondsite.app.wizard.Step;
import secondsite.app.wizard.Wizard;
import secondsite.app.wizard.WizardKind;

/** A machine that was failed over is protected where it runs now. */
final class ReverseWorkflow {

    private static final double CHOICE_WIDTH = 280;

    private final FailoverSurroundings around;
    private final Situations situations;
    private final LiveModel live;

    @Inject
    ReverseWorkflow(FailoverSurroundings around, Situations situations, LiveModel live) {
        this.around = around;
        this.situations = situations;
        this.live = live;
    }

    void start(MachineSummary machine) {
        situations.look(machine, this::open);
    }

    void open(Situation situation) {
        var model = new ReverseViewModel(around.texts(), situation, live.machines());
        List<Step> steps = List.of(way(situation, model), new ChecksStep(
                new Checks(() -> check(situation, model), around.tasks(), around.texts()), around.texts()));
        around.wizards().open(new Wizard(WizardKind.PLANNED, around.text("failover.reverse.title", situation.name()),
                around.text("failover.reverse.detail"),
                Optional.of(situation.reversed()), steps, new ReverseReview(situation, model), deed(situation, model),
                Optional.empty()));
    }

    private Step way(Situation situation, ReverseViewModel model) {
        var none = new SimpleObjectProperty<>("");
        Node page = new Form().heading(around.text("failover.reverse.heading", situation.name(), situation.runs()))
                .explanation(around.text("failover.reverse.explanation"))
                .field(around.text("failover.reverse.agent"), choice("reverse-agent", model.agents(), model.agent()),
                        none)
                .field(around.text("failover.reverse.process-server"),
                        choice("reverse-process-server", model.processServers(), model.processServer()), none)
                .field(around.text("failover.reverse.master-target"),
                        choice("reverse-master-target", model.masterTargets(), model.masterTarget()), none)
                .page();
        return new PageStep(around.text("failover.reverse.step"), page, model.fault());
    }

    private static ComboBox<String> choice(String id, List<String> of, ObjectProperty<String> chosen) {
        var box = new ComboBox<String>();
        box.setId(id);
        box.getItems().setAll(of);
        box.setPrefWidth(CHOICE_WIDTH);
        box.valueProperty().bindBidirectional(chosen);
        return box;
    }

    private List<Check> check(Situation situation, ReverseViewModel model) throws TransferException {
        List<Check> found = new ArrayList<>();
        around.forecasts().actions(situation.machine().id()).stream()
                .filter(action -> action.action() == ProtectionAction.REVERSE).findFirst()
                .ifPresent(action -> found.add(allowed(action)));
        for (ServerSummary server : around.forecasts().servers()) {
            if (server.name().equals(model.processServer().get()) || server.name().equals(model.masterTarget().get())) {
                found.add(heard(server));
            }
        }
        found.add(Check.warning(around.text("failover.reverse.overwrites", situation.name()), ""));
        return found;
    }

    private Check allowed(AllowedAction action) {
        return action.allowed()
                ? Check.good(around.text("failover.check.allowed"), "")
                : Check.forbids(around.catalogue().message(action.reason()), "");
    }

    private Check heard(ServerSummary server) {
        return server.contact() == Contact.HEARD
                ? Check.good(around.text("failover.check.heard", server.name()), "")
                : Check.forbids(around.text("failover.check.unheard", server.name()), "");
    }

    private Deed deed(Situation situation, ReverseViewModel model) {
        return new Deed(Gate.REVIEW, situation.name(), around.text("failover.reverse.consequence"),
                around.text("failover.reverse.verb"), () -> Ordered.job(
                        around.session().failovers().reverse(situation.machine().id(), model.request())));
    }

    private final class ReverseReview implements Review {

        private final Situation situation;
        private final ReverseViewModel model;

        private ReverseReview(Situation situation, ReverseViewModel model) {
            this.situation = situation;
            this.model = model;
        }

        @Override
        public List<Sentence> sentences() {
            return List.of(
                    Sentence.plain(around.text("failover.review.what"),
                            around.text("failover.reverse.what", situation.name(), situation.runs(),
                                    model.masterTarget().get())),
                    Sentence.good(around.text("failover.review.runs-on"),
                            around.text("failover.reverse.runs-on", situation.name())),
                    Sentence.plain(around.text("failover.reverse.step"),
                            around.text("failover.reverse.over", model.agent().get(), model.processServer().get(),
                                    model.masterTarget().get())),
                    Sentence.danger(around.text("failover.review.final"),
                            around.text("failover.reverse.overwrites", situation.name())));
        }

        @Override
        public String command() {
            return "secondsite failover reverse " + Commands.word(situation.name()) + " --agent "
                    + Commands.word(String.valueOf(model.agent().get())) + " --process-server "
                    + Commands.word(String.valueOf(model.processServer().get())) + " --master-target "
                    + Commands.word(String.valueOf(model.masterTarget().get())) + " --wait";
        }

        @Override
        public String afterwards() {
            return around.text("failover.reverse.afterwards");
        }
    }
}
