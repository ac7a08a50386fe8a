package secondsite.api.activity;

/** Take note of an alert. @param note for others who see it; null for nothing */
public record AlertNote(String note) {}
