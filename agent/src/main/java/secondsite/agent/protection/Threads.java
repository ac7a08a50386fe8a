package secondsite.agent.protection;

/** Waiting for the end of threads. */
final class Threads {

    private Threads() {}

    /** Waits until it has ended; an interrupt meanwhile is kept for later. */
    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
