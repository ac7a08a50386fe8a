package secondsite.agent.control;

import java.util.Map;
import java.util.UUID;

/** A mark that was placed, and is durable: its sequence on each disk. */
public record MarkResult(UUID id, Map<UUID, Long> sequences) {}
