package secondsite.app.control;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.VPos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** A name that is elided in its middle if it has to be; then a tooltip says it whole. */
public final class MiddleEllipsisLabel extends Region {

    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final Text shown = new Text();
    private final Text measure = new Text();
    private final Tooltip whole = new Tooltip();
    private boolean explained;

    public MiddleEllipsisLabel() {
        this("");
    }

    public MiddleEllipsisLabel(String name) {
        getStyleClass().add("middle-ellipsis-label");
        setAccessibleRole(AccessibleRole.TEXT);
        shown.getStyleClass().add("text");
        shown.setTextOrigin(VPos.TOP);
        shown.setManaged(false);
        getChildren().add(shown);
        shown.fontProperty().addListener(changed -> requestLayout());
        text.addListener(changed -> requestLayout());
        text.set(name);
    }

    public StringProperty textProperty() {
        return text;
    }

    public void setText(String name) {
        text.set(name);
    }

    public String getText() {
        return text.get();
    }

    /** What can be read now. */
    String visibleText() {
        return shown.getText();
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT
                ? text.get()
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    public double getBaselineOffset() {
        return snappedTopInset() + shown.getBaselineOffset();
    }

    @Override
    protected double computeMinWidth(double height) {
        String name = text.get();
        return width(name.length() <= MiddleEllipsis.KEPT + 1 ? name : MiddleEllipsis.shorten(name, 0, this::width));
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.ceil(snappedLeftInset() + width(text.get()) + snappedRightInset());
    }

    @Override
    protected double computePrefHeight(double width) {
        measure.setFont(shown.getFont());
        measure.setText("X");
        return Math.ceil(snappedTopInset() + measure.getLayoutBounds().getHeight() + snappedBottomInset());
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        double room = getWidth() - snappedLeftInset() - snappedRightInset();
        shown.setText(MiddleEllipsis.shorten(text.get(), room + 0.5, this::width));
        shown.setLayoutX(snappedLeftInset());
        shown.setLayoutY(snappedTopInset());
        explain(!shown.getText().equals(text.get()));
    }

    private void explain(boolean shortened) {
        whole.setText(text.get());
        if (shortened && !explained) {
            Tooltip.install(this, whole);
        } else if (!shortened && explained) {
            Tooltip.uninstall(this, whole);
        }
        explained = shortened;
    }

    private double width(String name) {
        measure.setFont(shown.getFont());
        measure.setText(name);
        return measure.getLayoutBounds().getWidth();
    }
}
