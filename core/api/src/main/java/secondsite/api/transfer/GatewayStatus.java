package secondsite.api.transfer;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * How a process server gets on with one disk.
 *
 * @param state          one word: shipping, asking, waiting, fenced, receiver-ahead, receiver-too-far-behind, refused, source-failed, or
 *                       closed while nothing was received yet
 * @param lastSequence   newest record received
 * @param position       what is durable where
 * @param cacheBytes     what the cache takes on disk
 * @param bytesWaiting   about how much of it the target does not have yet
 * @param bytesPerSecond sent to the target over the last seconds
 * @param lagSeconds     age of the oldest record here that the target does not have yet
 * @param lastError      what went wrong last, until something went well again; null when nothing did
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GatewayStatus(UUID disk, String state, long lastSequence, Position position, long cacheBytes,
        long bytesWaiting, long bytesPerSecond, double lagSeconds, String lastError) {}
