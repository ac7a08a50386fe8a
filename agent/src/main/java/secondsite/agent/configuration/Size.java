package secondsite.agent.configuration;

import com.fasterxml.jackson.annotation.JsonCreator;

/** A size in bytes. */
public record Size(long bytes) {

    /** From a number or a text; {@link Quantities#bytes} says what is understood. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Size of(Object written) {
        return new Size(Quantities.bytes(String.valueOf(written)));
    }
}
