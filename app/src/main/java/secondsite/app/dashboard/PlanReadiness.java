package secondsite.app.dashboard;

import secondsite.app.control.Status;

/** Whether a recovery plan can be relied upon. @param detail when it was tested last */
public record PlanReadiness(String name, Status status, String detail) {}
