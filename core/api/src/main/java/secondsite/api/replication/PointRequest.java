package secondsite.api.replication;

/** Make a recovery point. @param label for people; null for none */
public record PointRequest(String label) {}
