package secondsite.api.security;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A person who is signed in.
 *
 * @param token goes with each request as {@code Authorization: Bearer TOKEN}; told when the session begins, null after that
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Session(String name, Role role, String token) {

    /** Without the token. */
    @Override
    public String toString() {
        return "Session[" + name + ", " + role + "]";
    }
}
