package secondsite.app.failover;

import java.util.Locale;
import javafx.scene.control.ToggleGroup;
import secondsite.app.failover.UnplannedFailoverViewModel.Cause;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;

/** The page that asks what happened. */
final class CausePage {

    private CausePage() {}

    static Step step(FailoverSurroundings around, UnplannedFailoverViewModel model) {
        var group = new ToggleGroup();
        var form = new Form().heading(around.text("failover.cause.heading"));
        for (Cause cause : Cause.values()) {
            String word = cause.name().toLowerCase(Locale.ROOT);
            form.option(group, "cause-" + word, model.cause(), cause, around.text("failover.cause." + word + ".name"),
                    around.text("failover.cause." + word + ".meaning"));
        }
        return new PageStep(around.text("failover.cause.title"), form.page(), model.causeFault());
    }

    static String said(FailoverSurroundings around, UnplannedFailoverViewModel model) {
        return around.text("failover.cause." + model.cause().get().name().toLowerCase(Locale.ROOT) + ".name");
    }
}
