package secondsite.agent.control;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The answer to an order: one line of JSON.
 *
 * @param error  why it was not done; null when it was
 * @param result what came of it; null when there is nothing to say
 */
public record Reply(String error, JsonNode result) {}
