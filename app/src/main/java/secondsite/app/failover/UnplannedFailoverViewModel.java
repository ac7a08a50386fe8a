package secondsite.app.failover;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import secondsite.api.Contact;
import secondsite.api.machine.MachineSummary;
import secondsite.api.recovery.FailoverKind;
import secondsite.api.recovery.FailoverRequest;

/** What is asked before a machine is started at the other site whose own place is lost, or given up. */
final class UnplannedFailoverViewModel {

    /** Suggests what to answer further on. */
    enum Cause {
        SITE, MACHINE, CORRUPTION, OTHER
    }

    private final PointViewModel point;
    private final AfterwardsViewModel afterwards;
    private final ObjectProperty<Cause> cause = new SimpleObjectProperty<>();
    private final ObjectProperty<MachineSummary> source;
    private final BooleanProperty shutDown = new SimpleBooleanProperty();
    private final BooleanProperty made = new SimpleBooleanProperty();
    private final StringBinding causeFault;
    private final StringBinding sourceFault;

    UnplannedFailoverViewModel(FailoverSurroundings around, Situation situation) {
        this.point = new PointViewModel(around, situation, FailoverKind.UNPLANNED);
        this.afterwards = new AfterwardsViewModel(around.texts(), around.session().role());
        this.source = new SimpleObjectProperty<>(situation.machine());
        this.shutDown.set(heard());
        this.causeFault = Bindings.createStringBinding(
                () -> cause.get() == null ? around.text("failover.cause.fault") : "", cause);
        this.sourceFault = Bindings.createStringBinding(() -> shutDown.get() || made.get()
                ? ""
                : around.text(heard() ? "failover.source.fault.on" : "failover.source.fault.unknown"), shutDown, made,
                source);
        cause.addListener((_, _, now) -> {
            if (now == Cause.CORRUPTION) {
                point.choice().set(PointViewModel.Choice.LISTED);
            }
        });
    }

    PointViewModel point() {
        return point;
    }

    AfterwardsViewModel afterwards() {
        return afterwards;
    }

    ObjectProperty<Cause> cause() {
        return cause;
    }

    StringBinding causeFault() {
        return causeFault;
    }

    /** The machine as it was told last: this moves while the wizard is open. */
    ObjectProperty<MachineSummary> source() {
        return source;
    }

    /** Whether its agent reports, so that it may well still run. */
    boolean heard() {
        return source.get().contact() == Contact.HEARD;
    }

    /** Whether it is to be shut down first, as far as that can be had. */
    BooleanProperty shutDown() {
        return shutDown;
    }

    /** Whether somebody has made sure by another way that it is off. */
    BooleanProperty made() {
        return made;
    }

    /** Why nobody should go on: the same machine may run twice. */
    StringBinding sourceFault() {
        return sourceFault;
    }

    FailoverRequest request() {
        return new FailoverRequest(FailoverKind.UNPLANNED, point.word(), null, null, null, null, shutDown.get(),
                afterwards.after(), afterwards.what(), null);
    }
}
