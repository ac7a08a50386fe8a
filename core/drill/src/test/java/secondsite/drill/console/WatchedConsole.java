package secondsite.drill.console;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.stage.Window;
import secondsite.app.Main;

/**
 * The console as its program, with somebody who looks at its window: prints {@code shown} when the dashboard was drawn with what the server
 * told, and the server is heard; then ends it, when it was given {@code --once} before the console's own words.
 */
final class WatchedConsole {

    private static final long POLL_MILLIS = 5;

    private WatchedConsole() {}

    public static void main(String[] words) {
        boolean once = words.length > 0 && "--once".equals(words[0]);
        String[] own = Arrays.copyOfRange(words, once ? 1 : 0, words.length);
        Thread.ofPlatform().daemon().start(() -> watch(once));
        Main.main(own);
    }

    private static void watch(boolean once) {
        try {
            while (!shown()) {
                Thread.sleep(POLL_MILLIS);
            }
            System.out.println("shown");
            if (once) {
                Platform.exit();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean shown() {
        var seen = new CompletableFuture<Boolean>();
        try {
            Platform.runLater(() -> seen.complete(live()));
        } catch (IllegalStateException _) {
            // The toolkit is not there yet.
            return false;
        }
        return seen.join() && drawn().join();
    }

    /** That the machines are counted, and the status line says that it is live. */
    private static boolean live() {
        return Window.getWindows().stream().findFirst().map(Window::getScene).map(scene -> reads(scene.lookup(
                "#connection")).filter(text -> text.contains("live")).isPresent()
                && reads(scene.lookup("#sent")).filter(text -> text.endsWith("/s")).isPresent()).orElse(false);
    }

    private static Optional<String> reads(Node node) {
        return node instanceof Label label ? Optional.ofNullable(label.getText()) : Optional.empty();
    }

    /** Two pulses later all that was there before the first one is on the screen. */
    static CompletableFuture<Boolean> drawn() {
        var second = new CompletableFuture<Boolean>();
        Platform.runLater(() -> new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                if (++pulses == 3) {
                    stop();
                    second.complete(true);
                }
            }
        }.start());
        return second;
    }
}
