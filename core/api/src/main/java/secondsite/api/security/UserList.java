package secondsite.api.security;

import java.time.Instant;
import java.util.List;

/** All who can sign in, by name. */
public record UserList(List<User> users) {

    public record User(String name, Role role, Instant created) {}
}
