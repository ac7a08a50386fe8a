package secondsite.drill.demo;

import java.util.List;
import secondsite.drill.tools.Shell;

/** Work that goes on until its disks die. */
final class Load {

    private final Thread thread;
    private volatile boolean stopped;
    private volatile String ended = "";

    /** @param steps done again and again, in turn */
    Load(List<Runnable> steps) {
        thread = Thread.ofPlatform().daemon().name("load").start(() -> run(steps));
    }

    private void run(List<Runnable> steps) {
        try {
            while (!stopped) {
                steps.forEach(Runnable::run);
            }
        } catch (RuntimeException e) {
            ended = String.valueOf(e.getMessage()).lines().findFirst().orElse("nothing");
        }
    }

    /** Lets it come to the end of what it is at. */
    void stop() {
        stopped = true;
        join();
    }

    /** Waits until its disks are dead. @return what it says to that */
    String death() {
        join();
        return ended;
    }

    private void join() {
        try {
            thread.join(20_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new Shell.Failure("the load does not end");
        }
    }
}
