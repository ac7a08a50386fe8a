package secondsite.agent.configuration;

import com.fasterxml.jackson.annotation.JsonCreator;

/** A size in bytes. */
public record Size(long bytes) {

    @JsonCreator
    static Size of(String text) {
        return new Size(Quantities.bytes(text));
    }
}
