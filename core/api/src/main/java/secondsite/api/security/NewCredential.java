package secondsite.api.security;

/**
 * With what this deployment is to sign in somewhere else.
 *
 * @param name   unique
 * @param secret a password, or a private key in PEM
 */
public record NewCredential(String name, Credential.Purpose kind, String userName, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewCredential[" + name + ", " + kind + ", " + userName + "]";
    }
}
