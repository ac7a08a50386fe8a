package secondsite.api.security;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Whether the audit log was tampered with.
 *
 * @param firstBroken the first line that does not follow from those before it; null when all do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditVerification(Long firstBroken) {}
