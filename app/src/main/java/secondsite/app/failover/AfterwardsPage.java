package secondsite.app.failover;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import secondsite.app.failover.AfterwardsViewModel.Ending;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;

/** The page that asks what becomes of the failover when nobody decides. */
final class AfterwardsPage {

    private static final double NUMBER_WIDTH = 80;

    private AfterwardsPage() {}

    static Step step(FailoverSurroundings around, AfterwardsViewModel model) {
        var group = new ToggleGroup();
        var form = new Form().heading(around.text("failover.afterwards.heading"))
                .option(group, "afterwards-by-hand", model.ending(), Ending.BY_HAND,
                        around.text("failover.afterwards.by-hand.name"),
                        around.text("failover.afterwards.by-hand.meaning"))
                .option(group, "afterwards-cancel", model.ending(), Ending.CANCEL,
                        around.text("failover.afterwards.cancel.name"),
                        around.text("failover.afterwards.cancel.meaning"));
        if (model.mayCommit()) {
            form.option(group, "afterwards-commit", model.ending(), Ending.COMMIT,
                    around.text("failover.afterwards.commit.name"),
                    around.text("failover.afterwards.commit.meaning"));
        }
        var minutes = new TextField();
        minutes.setId("afterwards-minutes");
        minutes.setPrefWidth(NUMBER_WIDTH);
        minutes.setAccessibleText(around.text("failover.afterwards.minutes"));
        minutes.textProperty().bindBidirectional(model.minutes());
        minutes.disableProperty().bind(model.ending().isEqualTo(Ending.BY_HAND));
        var fault = new Label();
        fault.getStyleClass().add("fault");
        fault.textProperty().bind(model.fault());
        var line = new HBox(new Label(around.text("failover.afterwards.minutes")), minutes, fault);
        line.getStyleClass().add("wizard-line");
        return new PageStep(around.text("failover.afterwards.title"), form.add(line).page(), model.fault());
    }
}
