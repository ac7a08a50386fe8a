package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * @param nextMillis when the next report is due
 * @param assignment what is to be done from now on; null when that is what the report says is carried out
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MasterTargetAnswer(long nextMillis, MasterTargetAssignment assignment) {}
