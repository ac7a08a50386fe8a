package secondsite.api.point;

/** @param at a sequence, a time in ISO 8601, or {@code latest} */
public record ExportRequest(String at) {}
