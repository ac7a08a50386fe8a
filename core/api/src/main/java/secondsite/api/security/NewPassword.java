package secondsite.api.security;

/**
 * Another password.
 *
 * @param current the own one; null for an administrator who sets somebody else's
 */
public record NewPassword(String current, String password) {

    /** Tells nothing. */
    @Override
    public String toString() {
        return "NewPassword[]";
    }
}
