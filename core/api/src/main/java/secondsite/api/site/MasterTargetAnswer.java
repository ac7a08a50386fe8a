package secondsite.api.site;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * @param nextMillis when the next report is due
 * @param assignment what is to be done from now on; null when that is what the report says is carried out
 * @param revoked    serial numbers, in hexadecimal, of all certificates that were revoked and have not ended; in every answer. The server
 *                   refuses them from then on, also after a restart; null changes nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MasterTargetAnswer(long nextMillis, MasterTargetAssignment assignment, List<String> revoked) {}
