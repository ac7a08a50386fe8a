package secondsite.api.plan;

/** What a script answered, as text. */
public record PlanValue(String name, String value) {}
