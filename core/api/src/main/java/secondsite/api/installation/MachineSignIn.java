package secondsite.api.installation;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * With what a process server signs in on machines: a password, a private key, or both where the machine wants both.
 *
 * @param password     null for none
 * @param privateKey   in PEM or OpenSSH's format; null for none
 * @param passphrase   of the private key; null for none
 * @param sudoPassword by which the user becomes root; null for the password
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MachineSignIn(String userName, String password, String privateKey, String passphrase,
        String sudoPassword) {

    /** Without the secrets. */
    @Override
    public String toString() {
        return "MachineSignIn[" + userName + "]";
    }
}
