package secondsite.api.replication;

import java.util.UUID;

/** Let a machine follow another policy. @param acceptShorterRetention needed when that keeps less of the past */
public record PolicyRequest(UUID policy, boolean acceptShorterRetention) {}
