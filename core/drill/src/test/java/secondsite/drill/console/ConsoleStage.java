package secondsite.drill.console;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javax.imageio.ImageIO;
import secondsite.app.Console;
import secondsite.app.Surroundings;
import secondsite.app.fx.Language;
import secondsite.app.fx.Looks;
import secondsite.app.fx.Tasks;
import secondsite.app.fx.Texts;
import secondsite.app.fx.Theme;
import secondsite.app.fx.TickingClock;
import secondsite.app.kept.PreferenceStore;
import secondsite.app.kept.Profiles;
import secondsite.app.navigation.Screen;
import secondsite.drill.management.ManagedDeployment;
import secondsite.drill.tools.Patience;
import secondsite.drill.tools.Shell;

/** A console's window, without a display: what a person sees in it, types and presses. */
public final class ConsoleStage implements AutoCloseable {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;

    /** The time of this computer, moved ahead. */
    private static final class MovedClock implements InstantSource {
        private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead.get());
        }
    }

    static {
        var started = new CountDownLatch(1);
        try {
            Platform.startup(started::countDown);
            started.await();
        } catch (IllegalStateException _) {
            // Another test has started it.
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Platform.setImplicitExit(false);
    }

    private final MovedClock time = new MovedClock();
    private final Surroundings surroundings;
    private final Stage stage;
    private final Console console;

    /** Opens the window. @param folder for what the console keeps */
    public ConsoleStage(Path folder) {
        surroundings = get(() -> {
            var clock = new TickingClock(time, ZoneId.of("Europe/Berlin"));
            clock.start();
            return new Surroundings(Tasks.ofConsole(), new Texts(Language.ENGLISH), new Looks(Theme.LIGHT), clock,
                    time, new Profiles(folder), new PreferenceStore(folder));
        });
        stage = get(Stage::new);
        console = get(() -> {
            var opened = new Console(stage, surroundings);
            stage.setWidth(WIDTH);
            stage.setHeight(HEIGHT);
            opened.open();
            return opened;
        });
    }

    /** Signs in as the administrator, by the form, and waits for the dashboard. */
    public void signIn(ManagedDeployment deployment) {
        signIn(deployment.address(), deployment.authority(), "admin", deployment.firstPassword());
        until("the dashboard is shown", () -> sees("#sidebar-dashboard"));
    }

    public void signIn(URI server, String authority, String user, String password) {
        until("the form is shown", () -> sees("#signIn"));
        type("#server", server.toString());
        type("#authority", authority);
        type("#user", user);
        type("#password", password);
        press("#signIn");
    }

    /** Does something on the thread of the windows, and waits for what comes of it. */
    public static <T> T get(Callable<T> what) {
        var result = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                result.complete(what.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The window, for a robot. */
    public Stage stage() {
        return stage;
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    /** The first visible node that CSS' selector names. */
    public Optional<Node> node(String selector) {
        return get(() -> stage.getScene().getRoot().lookupAll(selector).stream().filter(ConsoleStage::visible)
                .findFirst());
    }

    private static boolean visible(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return true;
    }

    public boolean sees(String selector) {
        return node(selector).isPresent();
    }

    /** Whether a visible text has this in it. */
    public boolean reads(String text) {
        return get(() -> find(stage.getScene().getRoot(), node -> node instanceof Labeled label
                && label.getText() != null && label.getText().contains(text)));
    }

    private static boolean find(Node node, Predicate<Node> wanted) {
        if (!node.isVisible()) {
            return false;
        }
        return wanted.test(node) || node instanceof Parent parent
                && parent.getChildrenUnmodifiable().stream().anyMatch(child -> find(child, wanted));
    }

    /** Replaces what is in a field. */
    public void type(String selector, String text) {
        Node field = node(selector).orElseThrow(() -> new AssertionError("there is no " + selector));
        get(() -> {
            field.requestFocus();
            ((TextInputControl) field).setText(text);
            return null;
        });
    }

    /** Presses a button, which has to be enabled. */
    public void press(String selector) {
        Node button = node(selector).orElseThrow(() -> new AssertionError("there is no " + selector));
        get(() -> {
            if (button.isDisabled()) {
                throw new AssertionError(selector + " is disabled");
            }
            ((ButtonBase) button).fire();
            return null;
        });
    }

    /** Goes to a screen. @param parameter as the screen has it; empty for all */
    public void go(Screen screen, String parameter) {
        get(() -> {
            console.navigator().orElseThrow().go(screen, parameter);
            return null;
        });
    }

    public void speak(Language language) {
        get(() -> {
            surroundings.texts().speak(language);
            return null;
        });
    }

    public void wear(Theme theme) {
        get(() -> {
            surroundings.looks().wear(theme);
            return null;
        });
    }

    /** So much time passes at once for the console. */
    public void passes(Duration more) {
        time.ahead.updateAndGet(before -> before.plus(more));
    }

    /** @throws AssertionError that names a picture of the window when it was waited for in vain */
    public void until(String what, BooleanSupplier condition) {
        try {
            Patience.until(what, LONG, condition);
        } catch (Shell.Failure e) {
            throw new AssertionError(e.getMessage() + "; seen instead: " + failed(), e);
        }
    }

    private Path failed() {
        try {
            Path picture = Files.createTempFile("console", ".png");
            keep(picture);
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is seen now. */
    public WritableImage picture() {
        return get(() -> stage.getScene().snapshot(null));
    }

    /** Writes what is seen now as a PNG. */
    public void keep(Path file) throws IOException {
        WritableImage seen = picture();
        int width = (int) seen.getWidth();
        int height = (int) seen.getHeight();
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        PixelReader pixels = seen.getPixelReader();
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, pixels.getArgb(x, y));
            }
        }
        ImageIO.write(picture, "png", file.toFile());
    }

    @Override
    public void close() {
        get(() -> {
            console.close();
            stage.close();
            surroundings.clock().stop();
            return null;
        });
    }
}
