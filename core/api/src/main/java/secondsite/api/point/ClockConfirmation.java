package secondsite.api.point;

/** @param who looked at the time and says that it is right; 1 to 200 characters */
public record ClockConfirmation(String who) {}
