package secondsite.app.control;

import javafx.scene.layout.FlowPane;

/** A row that goes on below where it finds no room, and is as high as it is with the room that it has. */
public class WrappingRow extends FlowPane {

    /** What is around it asks for a height before it tells a width; the answer is that of the room there was last. */
    @Override
    protected void setWidth(double width) {
        super.setWidth(width);
        setPrefWrapLength(Math.max(1, width - getInsets().getLeft() - getInsets().getRight()));
    }
}
