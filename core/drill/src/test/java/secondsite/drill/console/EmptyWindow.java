package secondsite.drill.console;

import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;

/** What JavaFX itself wants until a window with a word in it is drawn, in the console's theme: prints {@code shown} then, and ends. */
final class EmptyWindow {

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    private EmptyWindow() {}

    public static void main(String[] words) {
        Platform.startup(EmptyWindow::open);
    }

    private static void open() {
        Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        Stage stage = new Stage();
        stage.setScene(new Scene(new Label("empty"), WIDTH, HEIGHT));
        stage.show();
        WatchedConsole.drawn().thenRun(() -> {
            System.out.println("shown");
            Platform.exit();
        });
    }
}
