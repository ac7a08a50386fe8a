package secondsite.agent.configuration;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.time.Duration;

/** How long something may take. */
public record Period(Duration duration) {

    /** From a text; {@link Quantities#duration} says what is understood. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Period of(Object written) {
        return new Period(Quantities.duration(String.valueOf(written)));
    }
}
