package secondsite.drill.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.input.KeyCode;
import javafx.stage.Screen;
import org.testfx.api.FxRobot;

/**
 * A program that opens the console on its display, signs in with mouse and keyboard, goes to the machines, and says what it sees. Words: the
 * server, its authority, a file with the password, and a folder for what the console keeps.
 */
final class ClickedConsole {

    private ClickedConsole() {}

    public static void main(String[] words) throws IOException {
        try (var console = new ConsoleStage(Path.of(words[3]))) {
            var bounds = ConsoleStage.get(() -> Screen.getPrimary().getBounds());
            System.out.printf("on a display of %.0f x %.0f%n", bounds.getWidth(), bounds.getHeight());
            var robot = new FxRobot();
            robot.targetWindow(console.stage());
            console.until("the form is shown", () -> console.sees("#signIn"));
            type(robot, "#server", words[0]);
            type(robot, "#authority", words[1]);
            type(robot, "#user", "admin");
            type(robot, "#password", Files.readString(Path.of(words[2])));
            robot.clickOn("#signIn");
            console.until("the dashboard is shown", () -> console.sees("#sidebar-dashboard"));
            robot.clickOn("#sidebar-machines");
            console.until("the machine is listed", () -> console.sees("#machines-table") && console.reads("db"));
            System.out.println("machines: db");
        }
        System.exit(0);
    }

    private static void type(FxRobot robot, String field, String text) {
        robot.clickOn(field).push(KeyCode.CONTROL, KeyCode.A).write(text);
    }
}
