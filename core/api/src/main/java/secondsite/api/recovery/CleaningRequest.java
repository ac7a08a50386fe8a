package secondsite.api.recovery;

/** Removes a test with all that it left. @param notes what the test showed, for people; at most 2000 characters */
public record CleaningRequest(String notes) {}
