package secondsite.app.frame;

import java.util.List;
import java.util.Objects;
import secondsite.app.action.Action;
import secondsite.app.action.ChosenMachine;
import secondsite.app.navigation.Place;

/**
 * A line over everything about what must not be forgotten.
 *
 * @param kind    style class: {@code test}, {@code over}, {@code stale}
 * @param verb    of its button
 * @param place   where the button leads
 * @param machine that it is about; null for several, or none
 * @param deeds   what can be done now about that machine, beside going there
 */
public record Banner(String kind, String icon, String text, String verb, Place place, ChosenMachine machine,
        List<Action<ChosenMachine>> deeds) {

    public Banner {
        deeds = List.copyOf(deeds);
    }

    /** Whether a person sees no difference: the machine's figures may have changed. */
    boolean saysTheSame(Banner other) {
        return kind.equals(other.kind) && text.equals(other.text) && Objects.equals(place, other.place)
                && deeds.equals(other.deeds);
    }
}
