package secondsite.api.replication;

/** A job was begun. @param job its number */
public record Ordered(long job) {}
