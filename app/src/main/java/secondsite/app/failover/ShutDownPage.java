package secondsite.app.failover;

import javafx.scene.control.ToggleGroup;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;

/** The pages of a planned failover: how the source comes to be off, and what is waited for then. */
final class ShutDownPage {

    private static final double SECONDS_WIDTH = 100;

    private ShutDownPage() {}

    /** @param heading asks how */
    static Step step(FailoverSurroundings around, ShutDownViewModel model, String heading) {
        var group = new ToggleGroup();
        var page = new Form().heading(heading)
                .option(group, "shut-down-asked", model.asked(), Boolean.TRUE,
                        around.text("failover.shut-down.asked.name"), around.text("failover.shut-down.asked.meaning"))
                .text("shut-down-seconds", around.text("failover.shut-down.seconds"), model.seconds(), model.fault(),
                        SECONDS_WIDTH)
                .option(group, "shut-down-off", model.asked(), Boolean.FALSE,
                        around.text("failover.shut-down.off.name"), around.text("failover.shut-down.off.meaning"))
                .page();
        return new PageStep(around.text("failover.shut-down.title"), page, model.fault());
    }

    static Step copying(FailoverSurroundings around) {
        return new PageStep(around.text("failover.copying.title"),
                new Form().heading(around.text("failover.copying.heading"))
                        .explanation(around.text("failover.copying.first"))
                        .explanation(around.text("failover.copying.second"))
                        .explanation(around.text("failover.copying.third")).page());
    }
}
