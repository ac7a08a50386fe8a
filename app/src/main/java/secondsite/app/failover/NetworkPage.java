package secondsite.app.failover;

import javafx.beans.property.BooleanProperty;
import javafx.scene.control.ToggleGroup;
import secondsite.app.wizard.Form;
import secondsite.app.wizard.PageStep;
import secondsite.app.wizard.Step;

/** The page that asks into which networks a test is put. */
final class NetworkPage {

    private NetworkPage() {}

    static Step step(FailoverSurroundings around, BooleanProperty mapped) {
        var group = new ToggleGroup();
        return new PageStep(around.text("failover.network.title"),
                new Form().heading(around.text("failover.network.heading"))
                        .option(group, "network-isolated", mapped, Boolean.FALSE,
                                around.text("failover.network.isolated.name"),
                                around.text("failover.network.isolated.meaning"))
                        .option(group, "network-mapped", mapped, Boolean.TRUE,
                                around.text("failover.network.mapped.name"),
                                around.text("failover.network.mapped.meaning"))
                        .page());
    }

    static String said(FailoverSurroundings around, boolean mapped) {
        return around.text(mapped ? "failover.network.mapped.said" : "failover.network.isolated.said");
    }
}
