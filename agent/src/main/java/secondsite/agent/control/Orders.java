package secondsite.agent.control;

import java.io.IOException;

/** Whoever carries out orders. Called by several threads. */
public interface Orders {

    /**
     * Does what is ordered.
     *
     * @return what came of it, to be written as JSON; null when there is nothing to say
     * @throws IOException              why it could not be done
     * @throws IllegalArgumentException what is wrong with the order
     */
    Object carryOut(Order order) throws IOException, InterruptedException;
}
