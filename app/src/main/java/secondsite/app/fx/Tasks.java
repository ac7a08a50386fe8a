package secondsite.app.fx;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.application.Platform;

/** Runs what may take a while beside the windows, and brings back what came of it. */
public final class Tasks {

    private final Executor background;
    private final Executor windows;

    /**
     * @param background runs what may wait
     * @param windows    runs what touches views and their models
     */
    public Tasks(Executor background, Executor windows) {
        this.background = background;
        this.windows = windows;
    }

    /** Every call on a virtual thread of its own. */
    public static Tasks ofConsole() {
        return new Tasks(call -> Thread.ofVirtual().name("call").start(call), Platform::runLater);
    }

    /** All at once and in order: for tests of models without a window. */
    public static Tasks inOrder() {
        return new Tasks(Runnable::run, Runnable::run);
    }

    /**
     * Runs a call in the background.
     *
     * @param done   gets its result on the thread of the windows
     * @param failed gets on the same thread what it threw instead
     */
    public <T> void run(Callable<T> call, Consumer<? super T> done, Consumer<? super Exception> failed) {
        background.execute(() -> {
            Runnable end;
            try {
                T result = call.call();
                end = () -> done.accept(result);
            } catch (Exception e) {
                end = () -> failed.accept(e);
            }
            windows.execute(end);
        });
    }

    /** Does something on the thread of the windows, soon. */
    public void inWindows(Runnable what) {
        windows.execute(what);
    }
}
