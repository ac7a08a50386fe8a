package secondsite.server.configuration.alert;

import secondsite.api.activity.ErrorCode;
import secondsite.api.activity.Event.Severity;

/**
 * Something that is not as it should be now.
 *
 * @param about  the subject's name, for people
 * @param detail the evidence, with numbers
 */
public record Condition(ErrorCode code, Subject subject, String about, Severity severity, String detail) {}
