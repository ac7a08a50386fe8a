package secondsite.app.control.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.CacheHint;
import javafx.scene.layout.Pane;
import javafx.scene.transform.Scale;
import javafx.scene.transform.Translate;
import secondsite.app.control.topology.Sight.Detail;
import secondsite.app.control.topology.Topology.Machine;
import secondsite.app.control.topology.Topology.Server;

/**
 * Nodes for what is seen near by, and only for that; a node that goes out of sight is used for what comes into it. While they are moved they are drawn as
 * one image, which is made anew only when other nodes are wanted: to draw all their words again takes longer than a frame.
 */
final class Nodes extends Pane {

    /** So many come into sight with one frame at most, the rest with the next ones: for each of them styles are looked for and words laid out. */
    static final int MOST_AT_ONCE = 24;

    /** So much beside what is seen has nodes while it is moved, as a part of its width and height. */
    private static final double BESIDE = 0.3;
    private static final Box NOTHING = new Box(0, 0, 0, 0);

    private final Translate offset = new Translate();
    private final Scale zoom = new Scale();
    private final Map<String, Chip> chips = new HashMap<>();
    private final Map<String, Card> cards = new HashMap<>();
    private final Deque<Chip> freeChips = new ArrayDeque<>();
    private boolean complete = true;
    /** Where all that is wanted has a node, of this picture and in this detail. */
    private Box ready = NOTHING;
    private Picture readyPicture;
    private Detail readyDetail;

    Nodes() {
        getTransforms().addAll(offset, zoom);
        setManaged(false);
        setPickOnBounds(false);
        setCacheHint(CacheHint.SPEED);
    }

    void show(Sight now, double width, double height) {
        Viewport view = now.viewport();
        offset.setX(view.offsetX());
        offset.setY(view.offsetY());
        zoom.setX(view.zoom());
        zoom.setY(view.zoom());
        setCache(now.moving());
        Box seen = view.seen(width, height);
        boolean same = now.picture() == readyPicture && now.detail() == readyDetail && complete;
        if (!(now.moving() && same && ready.contains(seen))) {
            Box area = now.moving() ? seen.grown(BESIDE) : seen;
            chips(now, seen, area);
            cards(now, area);
            ready = area;
            readyPicture = now.picture();
            readyDetail = now.detail();
        }
    }

    /** What is seen comes first, and then what is beside it. */
    private void chips(Sight now, Box seen, Box area) {
        Map<String, GridIndex.Placed<Machine>> wanted = new LinkedHashMap<>();
        if (now.detail() == Detail.CHIPS || now.detail() == Detail.LARGE) {
            now.picture().machineIndex().in(seen).forEach(placed -> wanted.put(placed.what().id(), placed));
            now.picture().machineIndex().in(area).forEach(placed -> wanted.put(placed.what().id(), placed));
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

    private void cards(Sight now, Box area) {
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
            Box box = now.picture().placement().servers().get(id);
            // What is far away would make the image as large as all of the picture.
            card.setVisible(now.detail() != Detail.OVERVIEW && box.meets(area));
            card.show(server, box);
        });
    }

    /** How many machines have a node now. */
    int count() {
        return chips.size();
    }
}
