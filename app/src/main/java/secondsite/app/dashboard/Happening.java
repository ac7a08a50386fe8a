package secondsite.app.dashboard;

import secondsite.app.control.Status;

/** Something that happened. @param time as it is shown */
public record Happening(Status status, String time, String text) {}
