package secondsite.api.activity;

/** Let nobody be notified of an alert for a while. @param minutes 0 to end that; at most 1,440 for a critical one, 43,200 for another */
public record AlertMute(int minutes) {}
