package secondsite.app.machines;

import jakarta.inject.Inject;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.ReportedProblem;
import secondsite.api.machine.SystemFacts;
import secondsite.api.replication.Health;
import secondsite.api.replication.Protection;
import secondsite.app.control.Status;
import secondsite.app.control.StatusIcon;
import secondsite.app.session.Catalogue;
import secondsite.app.words.ToldText;

/** Says why a machine is not as well as it should be: what happened, the evidence, what to do. */
final class MachineReasons {

    private final Catalogue catalogue;
    private final ToldText told;

    @Inject
    MachineReasons(Catalogue catalogue, ToldText told) {
        this.told = told;
        this.catalogue = catalogue;
    }

    /** Nothing of a machine that is well, or of which it is not known. */
    List<Node> of(Protection protection) {
        return protection == null || protection.health() == null
                ? List.of()
                : protection.health().reasons().stream()
                        .map(reason -> reason(reason, protection.health().level())).toList();
    }

    /** Why a copy of it may not start; nothing when all is well, or nobody knows. */
    List<Node> ofStart(SystemFacts system) {
        return system == null
                ? List.of()
                : system.boot().stream().filter(check -> !check.holds())
                        .map(check -> reason(new ReportedProblem(check.problem(), check.detail()),
                                Health.Level.WARNING))
                        .toList();
    }

    private Node reason(ReportedProblem problem, Health.Level level) {
        Label what = new Label(catalogue.message(problem.code()));
        what.getStyleClass().add("strong");
        VBox text = new VBox(what);
        add(text, told.of(problem.detail()));
        catalogue.text(problem.code()).map(ErrorText::action).ifPresent(action -> add(text, action));
        text.getChildren().forEach(each -> ((Label) each).setWrapText(true));
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox line = new HBox(new StatusIcon(status(level)), text);
        line.getStyleClass().add("reason");
        return line;
    }

    private static Status status(Health.Level level) {
        return switch (level) {
            case OK -> Status.OK;
            case UNKNOWN -> Status.UNKNOWN;
            case WARNING -> Status.WARN;
            case CRITICAL -> Status.CRIT;
        };
    }

    private static void add(VBox text, String said) {
        if (!said.isEmpty()) {
            Label label = new Label(said);
            label.getStyleClass().add("muted");
            text.getChildren().add(label);
        }
    }
}
