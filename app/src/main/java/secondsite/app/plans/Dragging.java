package secondsite.app.plans;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;

/** Lets nodes of a plan be dragged, and shows where they would come to stand. */
final class Dragging {

    private static final DataFormat FORMAT = new DataFormat("application/x-secondsite-plan");
    private static final PseudoClass TARGET = PseudoClass.getPseudoClass("drop-target");
    private static final PseudoClass BEFORE = PseudoClass.getPseudoClass("drop-before");
    private static final PseudoClass BEHIND = PseudoClass.getPseudoClass("drop-behind");

    private Dragging() {}

    /** It can be dragged. */
    static void source(Node node, Dragged what) {
        node.setOnDragDetected(begun -> {
            Dragboard board = node.startDragAndDrop(TransferMode.MOVE);
            var content = new ClipboardContent();
            content.put(FORMAT, what.text());
            board.setContent(content);
            board.setDragView(node.snapshot(null, null));
            begun.consume();
        });
    }

    /** What of that kind is dropped comes into it. */
    static <T extends Dragged> void into(Node node, Class<T> kind, Consumer<T> drop) {
        node.addEventHandler(DragEvent.DRAG_OVER, over -> {
            if (dragged(over, kind).isPresent()) {
                over.acceptTransferModes(TransferMode.MOVE);
                node.pseudoClassStateChanged(TARGET, true);
                over.consume();
            }
        });
        node.addEventHandler(DragEvent.DRAG_EXITED_TARGET, _ -> node.pseudoClassStateChanged(TARGET, false));
        node.addEventHandler(DragEvent.DRAG_DROPPED, dropped -> dragged(dropped, kind).ifPresent(what -> {
            drop.accept(what);
            dropped.setDropCompleted(true);
            dropped.consume();
        }));
    }

    /** What of that kind is dropped comes before it or behind it. @param drop is told whether behind */
    static <T extends Dragged> void beside(Node node, Class<T> kind, BiConsumer<T, Boolean> drop) {
        node.setOnDragOver(over -> {
            if (dragged(over, kind).isPresent()) {
                over.acceptTransferModes(TransferMode.MOVE);
                mark(node, Optional.of(behind(node, over)));
                over.consume();
            }
        });
        node.setOnDragExited(_ -> mark(node, Optional.empty()));
        node.setOnDragDropped(dropped -> dragged(dropped, kind).ifPresent(what -> {
            drop.accept(what, behind(node, dropped));
            dropped.setDropCompleted(true);
            dropped.consume();
        }));
    }

    private static void mark(Node node, Optional<Boolean> behind) {
        node.pseudoClassStateChanged(BEFORE, behind.filter(is -> !is).isPresent());
        node.pseudoClassStateChanged(BEHIND, behind.filter(is -> is).isPresent());
    }

    private static boolean behind(Node node, DragEvent event) {
        return event.getY() > node.getLayoutBounds().getCenterY();
    }

    private static <T extends Dragged> Optional<T> dragged(DragEvent event, Class<T> kind) {
        return event.getDragboard().getContent(FORMAT) instanceof String text
                ? Dragged.of(text).filter(kind::isInstance).map(kind::cast)
                : Optional.empty();
    }
}
