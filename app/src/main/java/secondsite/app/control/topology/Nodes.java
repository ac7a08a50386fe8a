package secondsite.app.control.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.layout.Pane;
import javafx.scene.transform.Scale;
import javafx.scene.transform.Translate;
import secondsite.app.control.topology.Sight.Detail;
import secondsite.app.control.topology.Topology.Machine;
import secondsite.app.control.topology.Topology.Server;

/** Nodes for what is seen near by, and only for that; a node that goes out of sight is used for what comes into it. */
final class Nodes extends Pane {

    /** So many come into sight with one frame at most, the rest with the next ones: for each of them styles are looked for and words laid out. */
    static final int MOST_AT_ONCE = 24;

    private final Translate offset = new Translate();
    private final Scale zoom = new Scale();
    private final Map<String, Chip> chips = new HashMap<>();
    private final Map<String, Card> cards = new HashMap<>();
    private final Deque<Chip> freeChips = new ArrayDeque<>();
    private boolean complete = true;

    Nodes() {
        getTransforms().addAll(offset, zoom);
        setManaged(false);
        setPickOnBounds(false);
    }

    void show(Sight now, double width, double height) {
        Viewport view = now.viewport();
        offset.setX(view.offsetX());
        offset.setY(view.offsetY());
        zoom.setX(view.zoom());
        zoom.setY(view.zoom());
        boolean near = now.detail() == Detail.CHIPS || now.detail() == Detail.LARGE;
        Box seen = view.seen(width, height);
        chips(now, near ? seen : new Box(0, 0, 0, 0), near);
        cards(now, now.detail() != Detail.OVERVIEW);
    }

    private void chips(Sight now, Box seen, boolean near) {
        Map<String, GridIndex.Placed<Machine>> wanted = new LinkedHashMap<>();
        if (near) {
            now.picture().machineIndex().in(seen).forEach(placed -> wanted.put(placed.what().id(), placed));
        }
        chips.entrySet().removeIf(entry -> {
            if (wanted.containsKey(entry.getKey())) {
                return false;
            }
            entry.getValue().setVisible(false);
            freeChips.push(entry.getValue());
            return true;
        });
        int fresh = 0;
        complete = true;
        for (GridIndex.Placed<Machine> placed : wanted.values()) {
            String id = placed.what().id();
            if (!chips.containsKey(id)) {
                if (fresh == MOST_AT_ONCE) {
                    complete = false;
                    continue;
                }
                fresh++;
                chips.put(id, take());
            }
            chips.get(id).show(placed.what(), placed.box(), now.detail() == Detail.LARGE);
        }
    }

    /** Whether all that is near has its node. */
    boolean isComplete() {
        return complete;
    }

    private Chip take() {
        Chip chip = freeChips.isEmpty() ? new Chip() : freeChips.pop();
        if (chip.getParent() == null) {
            getChildren().add(chip);
        }
        chip.setVisible(true);
        return chip;
    }

    private void cards(Sight now, boolean near) {
        Map<String, Server> servers = now.picture().servers();
        cards.entrySet().removeIf(entry -> {
            boolean gone = !servers.containsKey(entry.getKey());
            if (gone) {
                getChildren().remove(entry.getValue());
            }
            return gone;
        });
        servers.forEach((id, server) -> {
            Card card = cards.computeIfAbsent(id, fresh -> {
                Card made = new Card();
                getChildren().add(made);
                return made;
            });
            card.setVisible(near);
            card.show(server, now.picture().placement().servers().get(id));
        });
    }

    /** How many machines have a node now. */
    int count() {
        return chips.size();
    }
}
