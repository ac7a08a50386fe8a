package secondsite.app.wizard;

import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import secondsite.app.action.Gate;
import secondsite.app.fx.Texts;
import secondsite.app.navigation.Place;
import secondsite.app.session.Freshness;

/** Where a person is in a wizard, and what of it can be done now. The page behind the last step is the review. */
public final class WizardViewModel {

    private final Wizard wizard;
    private final WizardSurroundings around;
    private final ReadOnlyIntegerWrapper current = new ReadOnlyIntegerWrapper();
    private final IntegerProperty furthest = new SimpleIntegerProperty();
    private final ReadOnlyStringWrapper fault = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper ordering = new ReadOnlyBooleanWrapper();
    private final BooleanProperty asCommand = new SimpleBooleanProperty();
    private final ReadOnlyObjectWrapper<List<Sentence>> sentences = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyObjectWrapper<GateViewModel> gate = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper hindrance = new ReadOnlyStringWrapper("");
    // What lives longer holds these weakly, through the view that goes with the wizard.
    private final InvalidationListener judged = _ -> judge();
    private boolean over;

    public WizardViewModel(Wizard wizard, WizardSurroundings around) {
        this.wizard = wizard;
        this.around = around;
        this.gate.set(new GateViewModel(Gate.NONE, "", "", around.texts()));
        enter(0);
    }

    private void enter(int page) {
        fault.set("");
        current.set(page);
        furthest.set(Math.max(furthest.get(), page));
        if (reviewing()) {
            review();
        } else {
            wizard.steps().get(page).entered();
        }
        judge();
    }

    private void review() {
        Deed deed = wizard.deed();
        gate.get().missing().removeListener(judged);
        gate.set(new GateViewModel(deed.gate().get().in(around.environment()), deed.object().get(),
                deed.consequence().get(), around.texts()));
        gate.get().missing().addListener(judged);
        sentences.set(wizard.review().sentences());
    }

    /** A second went by, or the connection changed. */
    public void tick() {
        if (reviewing()) {
            sentences.set(wizard.review().sentences());
        }
        judge();
    }

    private void judge() {
        hindrance.set(hindrance());
    }

    private String hindrance() {
        Texts texts = around.texts();
        if (!reviewing()) {
            return texts.text("wizard.hindrance.steps");
        }
        if (around.freshness().get() == Freshness.STALE) {
            return texts.text("permission.stale");
        }
        return ordering.get() ? texts.text("wizard.hindrance.ordering") : gate.get().missing().get();
    }

    public void next() {
        if (!reviewing() && passes(current.get())) {
            enter(current.get() + 1);
        }
    }

    public void back() {
        if (current.get() > 0 && !ordering.get()) {
            enter(current.get() - 1);
        }
    }

    /** To a step where the person was already; forward only over steps that can be left. */
    public void go(int page) {
        if (page > furthest.get() || ordering.get()) {
            return;
        }
        for (int between = current.get(); between < page; between++) {
            if (!passes(between)) {
                return;
            }
        }
        enter(page);
    }

    private boolean passes(int page) {
        String why = wizard.steps().get(page).fault().getValue();
        fault.set(why);
        return why.isEmpty();
    }

    /** Orders it, when nothing hinders it; then leads to where it can be watched. */
    public void order() {
        if (hindrance.get().isEmpty()) {
            ordering.set(true);
            fault.set("");
            judge();
            around.tasks().run(wizard.deed().order(), this::ordered, e -> {
                ordering.set(false);
                fault.set(around.texts().text("wizard.refused", e.getMessage()));
                judge();
            });
        }
    }

    private void ordered(Place place) {
        if (!over) {
            cancel();
            around.navigator().go(place);
        }
    }

    /** Closes the wizard; what was ordered goes on. */
    public void cancel() {
        over = true;
        around.wizards().close();
    }

    /** Closes it for something else. */
    public void alternative() {
        wizard.alternative().ifPresent(other -> {
            cancel();
            other.run().run();
        });
    }

    /** The review, to be pasted elsewhere. */
    public String asText() {
        return wizard.title() + "\n" + sentences.get().stream().map(Sentence::line).collect(Collectors.joining("\n"))
                + "\n";
    }

    public Wizard wizard() {
        return wizard;
    }

    public boolean reviewing() {
        return current.get() == wizard.steps().size();
    }

    /** The page that is shown: a step, or the number of steps for the review. */
    public ReadOnlyIntegerProperty current() {
        return current.getReadOnlyProperty();
    }

    public boolean visited(int page) {
        return page <= furthest.get();
    }

    /** Why the step cannot be left, or the deed was refused; empty when nothing is to be told. */
    public ReadOnlyStringProperty fault() {
        return fault.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty ordering() {
        return ordering.getReadOnlyProperty();
    }

    /** Why the deed cannot be done now; empty when it can. */
    public ReadOnlyStringProperty hindrances() {
        return hindrance.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<List<Sentence>> sentences() {
        return sentences.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<GateViewModel> gate() {
        return gate.getReadOnlyProperty();
    }

    /** Whether the deed is shown as a command. */
    public BooleanProperty asCommand() {
        return asCommand;
    }
}
