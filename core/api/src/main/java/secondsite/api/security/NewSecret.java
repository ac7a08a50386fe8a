package secondsite.api.security;

/**
 * Another secret of a credential.
 *
 * @param secret a password, or a private key in PEM
 */
public record NewSecret(String userName, String secret) {

    /** Without the secret. */
    @Override
    public String toString() {
        return "NewSecret[" + userName + "]";
    }
}
