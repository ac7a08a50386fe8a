package secondsite.app;

import java.io.IOException;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import secondsite.app.fx.Tasks;
import secondsite.app.kept.PreferenceStore;
import secondsite.app.kept.Preferences;

/** Opens the window where it was, unless that place is on no screen any more. */
final class WindowMemory {

    private static final double LEAST_WIDTH = 1100;
    private static final double LEAST_HEIGHT = 700;
    private static final double FIRST_WIDTH = 1440;
    private static final double FIRST_HEIGHT = 900;

    /** Changes what is kept. */
    interface Change {
        void make() throws IOException;
    }

    private final Stage stage;
    private final PreferenceStore kept;
    private final Tasks tasks;

    WindowMemory(Stage stage, PreferenceStore kept, Tasks tasks) {
        this.stage = stage;
        this.kept = kept;
        this.tasks = tasks;
    }

    void restore() {
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        Preferences.Window before = kept.now().window();
        if (before == null || !visible(before)) {
            Rectangle2D room = Screen.getPrimary().getVisualBounds();
            stage.setWidth(Math.min(FIRST_WIDTH, room.getWidth()));
            stage.setHeight(Math.min(FIRST_HEIGHT, room.getHeight()));
            return;
        }
        stage.setX(before.x());
        stage.setY(before.y());
        stage.setWidth(before.width());
        stage.setHeight(before.height());
        stage.setMaximized(before.maximized());
    }

    private static boolean visible(Preferences.Window window) {
        return Screen.getScreensForRectangle(window.x(), window.y(), window.width(), window.height()).stream()
                .anyMatch(screen -> screen.getVisualBounds().contains(window.x() + window.width() / 2,
                        window.y() + 1));
    }

    void show() {
        stage.show();
    }

    /** Before the program ends: waits until it is kept. */
    void remember() {
        try {
            kept.window(new Preferences.Window(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(),
                    stage.isMaximized()));
        } catch (IOException _) {
            // The window opens elsewhere next time; nothing else is lost.
        }
    }

    void keep(Change change) {
        tasks.run(() -> {
            change.make();
            return null;
        }, _ -> {
        }, _ -> {
        });
    }
}
