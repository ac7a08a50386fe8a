package secondsite.server.configuration.health;

import secondsite.api.replication.Health;

/** What was found of a server. */
public record JudgedServer(ServerFacts server, Health health) {}
