package secondsite.app.dashboard;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import secondsite.api.Contact;
import secondsite.api.site.SiteKind;
import secondsite.app.session.LiveModel;
import secondsite.app.words.MachinePlace;

/** The way to the first protected machine: what of it is done, until one is. */
@Singleton
public final class FirstStepsViewModel {

    /** What is to be done, in order. @param action that does it */
    enum Step {
        SITES("add-site"), SERVERS("join-server"), AGENT("add-agents"), PROTECT("protect");

        private final String action;

        Step(String action) {
            this.action = action;
        }

        String action() {
            return action;
        }
    }

    /** A step. @param next whether it is the first that is not done */
    record Line(Step step, boolean done, boolean next) {}

    private final LiveModel live;
    private final ReadOnlyObjectWrapper<List<Line>> lines = new ReadOnlyObjectWrapper<>(List.of());

    @Inject
    FirstStepsViewModel(LiveModel live) {
        this.live = live;
        InvalidationListener changed = _ -> look();
        for (Observable part : List.of(live.ready(), live.sites(), live.servers(), live.machines())) {
            part.addListener(changed);
        }
        look();
    }

    private void look() {
        lines.set(live.ready().get() && !protectedOne() ? walk() : List.of());
    }

    private boolean protectedOne() {
        return live.machines().stream().anyMatch(MachinePlace::isProtected);
    }

    private List<Line> walk() {
        List<Step> steps = List.of(Step.values());
        int next = steps.stream().filter(step -> !done(step)).findFirst().orElseThrow().ordinal();
        return steps.stream().map(step -> new Line(step, done(step), step.ordinal() == next)).toList();
    }

    private boolean done(Step step) {
        return switch (step) {
            case SITES -> live.sites().stream().anyMatch(site -> site.kind() == SiteKind.PRIMARY)
                    && live.sites().stream().anyMatch(site -> site.kind() != SiteKind.PRIMARY);
            case SERVERS -> heard("process-server") && heard("master-target");
            case AGENT -> !live.machines().isEmpty();
            case PROTECT -> false;
        };
    }

    private boolean heard(String kind) {
        return live.servers().stream()
                .anyMatch(server -> kind.equals(server.kind()) && server.contact() == Contact.HEARD);
    }

    /** All steps; none once a machine is protected, or before it is known whether one is. */
    ReadOnlyObjectProperty<List<Line>> lines() {
        return lines.getReadOnlyProperty();
    }
}
