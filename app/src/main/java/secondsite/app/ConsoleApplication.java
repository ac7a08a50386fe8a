package secondsite.app;

import javafx.application.Application;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/** Opens the console's window; screens come with the console's own issue. */
public final class ConsoleApplication extends Application {

    @Override
    public void start(Stage stage) {
        stage.setTitle("Secondsite");
        stage.setScene(new Scene(new StackPane(), 1280, 800));
        stage.show();
    }
}
