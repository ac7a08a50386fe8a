package secondsite.api.point;

/**
 * @param at     a sequence, a time in ISO 8601, or {@code latest}
 * @param file   name of the new file in the master target's folder for extractions
 * @param format {@code raw} or {@code qcow2}
 */
public record ExtractionRequest(String at, String file, String format) {}
