package secondsite.drill.console;

import atlantafx.base.theme.PrimerLight;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;

/** What JavaFX itself wants until a window with a word in it is drawn, in the console's theme: prints {@code shown} then, and ends. */
public final class EmptyWindow extends Application {

    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    public static void main(String[] words) {
        launch(EmptyWindow.class, words);
    }

    @Override
    public void start(Stage stage) {
        setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        stage.setScene(new Scene(new Label("empty"), WIDTH, HEIGHT));
        stage.show();
        WatchedConsole.drawn().thenRun(() -> {
            System.out.println("shown");
            Platform.exit();
        });
    }
}
