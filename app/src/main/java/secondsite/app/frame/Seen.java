package secondsite.app.frame;

import java.util.Optional;
import javafx.scene.Node;

/** Finds what a person sees of the window, to lead the keyboard there. */
final class Seen {

    private Seen() {}

    /** The first node that CSS' selector names and that is seen. */
    static Optional<Node> find(Node region, String selector) {
        return region.lookupAll(selector).stream().filter(Seen::isSeen).findFirst();
    }

    private static boolean isSeen(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    static boolean within(Node node, Node region) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each == region) {
                return true;
            }
        }
        return false;
    }

    /** The first control of a region that takes the keyboard; the region itself when none does. */
    static Node first(Node region) {
        return region.lookupAll("*").stream()
                .filter(node -> node.isFocusTraversable() && !node.isDisabled() && isSeen(node)).findFirst()
                .orElse(region);
    }
}
