package secondsite.agent.protection;

/** Waiting for the end of threads. */
final class Threads {

    private Threads() {}

    /** A wait that may be interrupted. */
    interface Wait {

        /** @return whether what is waited for has come */
        boolean over() throws InterruptedException;
    }

    /** Waits until it has ended; an interrupt meanwhile is kept for later. */
    static void join(Thread thread) {
        await(() -> {
            thread.join();
            return true;
        });
    }

    /** Waits until it is over; an interrupt meanwhile is kept for later. */
    static void await(Wait wait) {
        boolean interrupted = false;
        for (boolean over = false; !over;) {
            try {
                over = wait.over();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
