package secondsite.agent.os;

import java.util.List;
import java.util.Optional;

/** Programs of the operating system that know something. */
@FunctionalInterface
public interface Programs {

    /**
     * Has a program tell something.
     *
     * @param command its name, as the system finds it, and its words
     * @return all that it said; empty when there is no such program, or it failed, or took too long, or said too much
     */
    Optional<String> ask(List<String> command) throws InterruptedException;
}
