package secondsite.api.site;

import java.util.UUID;

/** What people say of a server. @param site id of the site where it stands; null for none */
public record ServerChange(UUID site) {}
