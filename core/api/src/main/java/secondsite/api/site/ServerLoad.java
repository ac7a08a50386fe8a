package secondsite.api.site;

/**
 * How busy a server is. Bytes.
 *
 * @param processorUse 0 to 1, of all processors; negative when it is not known
 * @param storeFree    left where caches or replicas lie
 * @param storeTotal   of that file system
 */
public record ServerLoad(double processorUse, long memoryUsed, long memoryTotal, long storeFree, long storeTotal) {}
