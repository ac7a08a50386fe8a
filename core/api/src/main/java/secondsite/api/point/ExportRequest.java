package secondsite.api.point;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Asks to serve a disk as it was.
 *
 * @param at      a sequence, a time in ISO 8601, or {@code latest}
 * @param minutes how long to serve it; null for a day, at most 30 days
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExportRequest(String at, Integer minutes) {

    /** For a day. */
    public ExportRequest(String at) {
        this(at, null);
    }
}
