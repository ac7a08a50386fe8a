package secondsite.api.replication;

import com.fasterxml.jackson.annotation.JsonInclude;
import secondsite.api.activity.ErrorCode;

/** Whether an action is allowed now. @param reason why not; null when it is */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AllowedAction(ProtectionAction action, boolean allowed, ErrorCode reason) {}
