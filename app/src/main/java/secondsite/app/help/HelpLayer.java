package secondsite.app.help;

import jakarta.inject.Inject;
import java.util.List;
import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.event.EventHandler;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import secondsite.app.fx.Texts;

/** The help at the right of the window, over screens and wizards alike; F1 opens and closes it, wherever the keyboard is. */
public final class HelpLayer extends StackPane {

    private final HelpViewModel model;
    private final Texts texts;
    private final VBox articles = new VBox();
    private final TextField query = new TextField();
    private final InvalidationListener changed = _ -> show();
    private final EventHandler<KeyEvent> keys = this::key;
    private Node before;

    @Inject
    public HelpLayer(HelpViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("help-layer");
        setAlignment(Pos.CENTER_RIGHT);
        setPickOnBounds(false);
        getChildren().add(panel());
        model.anew();
        query.textProperty().bindBidirectional(model.query());
        model.page().addListener(new WeakInvalidationListener(changed));
        model.open().addListener(new WeakInvalidationListener(changed));
        sceneProperty().addListener((_, old, now) -> {
            if (old != null) {
                old.removeEventFilter(KeyEvent.KEY_PRESSED, keys);
            }
            if (now != null) {
                now.addEventFilter(KeyEvent.KEY_PRESSED, keys);
            }
        });
        show();
    }

    private Node panel() {
        var title = new Label(texts.text("help.title"));
        title.getStyleClass().add("dialog-title");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var close = new Button(null, new FontIcon("ci-close"));
        close.setId("help-close");
        close.getStyleClass().addAll("flat", "icon-button");
        close.setAccessibleText(texts.text("help.close"));
        close.setOnAction(_ -> model.close());
        var head = new HBox(title, space, close);
        head.getStyleClass().add("status-cell");
        query.setId("help-query");
        query.setPromptText(texts.text("help.prompt"));
        query.setAccessibleText(texts.text("help.prompt"));
        articles.setId("help-articles");
        articles.getStyleClass().add("help-articles");
        var scroll = new ScrollPane(articles);
        scroll.getStyleClass().add("plain-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        var panel = new VBox(head, query, scroll);
        panel.getStyleClass().add("help");
        panel.setAccessibleText(texts.text("help.title"));
        return panel;
    }

    private void key(KeyEvent key) {
        if (key.getCode() == KeyCode.F1) {
            toggle();
            key.consume();
        } else if (key.getCode() == KeyCode.ESCAPE && query.isFocused()) {
            model.close();
            key.consume();
        }
    }

    private void toggle() {
        model.toggle();
        if (model.open().get()) {
            query.requestFocus();
        }
    }

    private void show() {
        boolean wanted = model.open().get();
        if (wanted && !isVisible() && getScene() != null) {
            before = getScene().getFocusOwner();
        }
        boolean closes = !wanted && isVisible();
        setVisible(wanted);
        if (closes && before != null) {
            before.requestFocus();
            before = null;
        }
        if (wanted && model.page().get() != null) {
            fill(model.page().get());
        }
    }

    private void fill(HelpViewModel.Page page) {
        articles.getChildren().clear();
        part("", page.here());
        part("help.errors", page.errors());
        part("help.terms", page.terms());
        if (articles.getChildren().isEmpty()) {
            articles.getChildren().add(paragraph(texts.text("help.nothing"), "muted"));
        }
    }

    private void part(String key, List<HelpViewModel.Article> those) {
        if (!those.isEmpty() && !key.isEmpty()) {
            articles.getChildren().add(paragraph(texts.text(key), "help-part"));
        }
        those.forEach(article -> articles.getChildren().add(article(article)));
    }

    VBox articles() {
        return articles;
    }

    private static Node article(HelpViewModel.Article article) {
        var box = new VBox(paragraph(article.title(), "strong"));
        article.text().forEach(text -> box.getChildren().add(paragraph(text, "help-text")));
        box.getStyleClass().add("help-article");
        return box;
    }

    private static Label paragraph(String text, String styleClass) {
        var label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add(styleClass);
        return label;
    }
}
