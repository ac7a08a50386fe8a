package secondsite.drill.world;

/** The process ended here, between one call and the next: no code of it runs on. An error, so that nobody catches it in passing. */
public final class Died extends Error {

    Died(boolean powerLost) {
        super(powerLost ? "power lost" : "killed", null, false, false);
    }
}
