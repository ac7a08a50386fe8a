package secondsite.api.security;

/**
 * Somebody who is to be able to sign in.
 *
 * @param password at least 12 characters
 */
public record NewUser(String name, Role role, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "NewUser[" + name + ", " + role + "]";
    }
}
