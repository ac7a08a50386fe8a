package secondsite.api.security;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** What a person may do; each may also do what the one before may. */
public enum Role {
    /** Sees everything. */
    VIEWER,
    /** Runs what has been set up: protects, tests, fails over. */
    OPERATOR,
    /** Sets up, and decides who belongs to the deployment. */
    ADMIN;

    /** As it is written. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when there is none with this word */
    @JsonCreator
    public static Role of(String word) {
        return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("'" + word + "' is no role; possible are viewer, operator, admin"));
    }

    /** Whether this one may do what needs that one. */
    public boolean includes(Role needed) {
        return compareTo(needed) >= 0;
    }
}
