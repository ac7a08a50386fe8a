package secondsite.app.infrastructure.agents;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.Installation;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Outcome;
import secondsite.app.control.StatusIcon;
import secondsite.app.fx.Texts;

/** All that was looked at on a machine: what is in the way first, each with what was found and what to do. */
final class CheckList {

    private static final List<Outcome> ORDER = List.of(Outcome.FAILED, Outcome.WARNING, Outcome.PASSED,
            Outcome.SKIPPED);

    private final InstallationWords words;
    private final Texts texts;

    @Inject
    CheckList(InstallationWords words, Texts texts) {
        this.words = words;
        this.texts = texts;
    }

    /** @param without code of what is said elsewhere; null for nothing */
    List<Node> rows(Installation one, ErrorCode without) {
        return one.checks().stream().filter(check -> check.code() == null || check.code() != without)
                .sorted(Comparator.comparing(check -> ORDER.indexOf(check.outcome())))
                .map(this::row).toList();
    }

    private Node row(PreflightCheck check) {
        List<Node> said = new ArrayList<>();
        said.add(text(words.name(check), check.outcome() == Outcome.SKIPPED
                ? "muted"
                : check.code() == null ? "check-name" : "strong"));
        List<String> spoken = new ArrayList<>();
        if (check.code() != null) {
            add(said, spoken, words.happened(check), "check-name");
            add(said, spoken, words.evidence(check), "evidence");
            add(said, spoken, words.remedy(check), "muted");
        } else {
            add(said, spoken, words.happened(check), "muted");
        }
        var text = new VBox();
        text.getChildren().addAll(said);
        HBox.setHgrow(text, Priority.ALWAYS);
        var line = new HBox(new StatusIcon(InstallationWords.status(check)), text);
        line.getStyleClass().add("wizard-check");
        line.setFocusTraversable(check.code() != null);
        line.setAccessibleText(texts.text("install.outcome." + check.outcome()) + ": " + words.name(check) + ". "
                + String.join(" ", spoken));
        return line;
    }

    private static void add(List<Node> said, List<String> spoken, String text, String style) {
        if (!text.isEmpty()) {
            said.add(text(text, style));
            spoken.add(text);
        }
    }

    private static Label text(String said, String style) {
        var label = new Label(said);
        label.getStyleClass().add(style);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
