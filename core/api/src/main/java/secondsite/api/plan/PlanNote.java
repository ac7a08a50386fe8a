package secondsite.api.plan;

/** What a person has to say to a decision. @param note at most 2000 characters; null for nothing */
public record PlanNote(String note) {}
