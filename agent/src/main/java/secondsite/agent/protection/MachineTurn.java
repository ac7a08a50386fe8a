package secondsite.agent.protection;

import java.util.concurrent.Semaphore;

/** The right to work on a disk while no other disk of the machine is worked on. For one thread. */
final class MachineTurn {

    private final Semaphore machine;
    private boolean taken;

    MachineTurn(Semaphore machine) {
        this.machine = machine;
    }

    void take() throws InterruptedException {
        machine.acquire();
        taken = true;
    }

    /** Lets all those go first that wait now. */
    void giveWay() throws InterruptedException {
        if (machine.hasQueuedThreads()) {
            giveBack();
            take();
        }
    }

    void giveBack() {
        if (taken) {
            taken = false;
            machine.release();
        }
    }
}
