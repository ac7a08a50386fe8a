package secondsite.api.security;

import java.util.List;

/** All credentials, by name. */
public record CredentialList(List<Credential> credentials) {

    public CredentialList {
        credentials = List.copyOf(credentials);
    }
}
