package secondsite.app.fx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.WeakHashMap;
import javafx.application.Application;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/** Dresses windows in the theme that is chosen now, and in another one as soon as that is. For the thread of the windows. */
public final class Looks {

    private static final List<String> FONTS = List.of("Inter-Regular", "Inter-Medium", "Inter-SemiBold", "Inter-Bold");
    private static final List<String> STYLES = List.of("/css/secondsite.css", "/css/control.css", "/css/wizard.css",
            "/css/machines.css");
    private static final double ANY_SIZE = 13;

    private final ObjectProperty<Theme> theme = new SimpleObjectProperty<>();
    private final WeakHashMap<Scene, Boolean> dressed = new WeakHashMap<>();

    public Looks(Theme first) {
        FONTS.forEach(Looks::load);
        wear(first);
    }

    private static void load(String font) {
        String path = "/fonts/" + font + ".otf";
        try (InputStream in = Objects.requireNonNull(Looks.class.getResourceAsStream(path), path)) {
            if (Font.loadFont(in, ANY_SIZE) == null) {
                throw new IllegalStateException(path + " is no font");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ReadOnlyObjectProperty<Theme> theme() {
        return theme;
    }

    public void wear(Theme wanted) {
        theme.set(wanted);
        Application.setUserAgentStylesheet(wanted.base());
        dressed.keySet().forEach(this::put);
    }

    /** From now on the window follows the theme. */
    public void dress(Scene scene) {
        dressed.put(scene, true);
        put(scene);
    }

    private void put(Scene scene) {
        scene.getStylesheets().setAll(url(theme.get().colors()));
        STYLES.forEach(style -> scene.getStylesheets().add(url(style)));
    }

    private static String url(String path) {
        return Objects.requireNonNull(Looks.class.getResource(path), path).toExternalForm();
    }
}
