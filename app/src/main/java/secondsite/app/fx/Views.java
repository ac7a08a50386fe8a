package secondsite.app.fx;

import com.google.inject.Injector;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/** Makes views of FXML files: controllers come from the injector, texts in the language that is chosen now. */
public final class Views {

    /**
     * A view.
     *
     * @param root       of its nodes
     * @param controller what the file names as {@code fx:controller}
     */
    public record View(Parent root, Object controller) {}

    private final Injector injector;
    private final Texts texts;

    @Inject
    public Views(Injector injector, Texts texts) {
        this.injector = injector;
        this.texts = texts;
    }

    public View load(FxmlFile file) {
        var loader = new FXMLLoader(file.url(), texts.bundle(), null, injector::getInstance);
        try {
            Parent root = loader.load();
            return new View(root, loader.getController());
        } catch (IOException e) {
            throw new UncheckedIOException(file.path(), e);
        }
    }
}
