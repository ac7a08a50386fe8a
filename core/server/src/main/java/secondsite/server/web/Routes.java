package secondsite.server.web;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import secondsite.api.transfer.Transfer;

/** Which endpoint answers which method on which path; a part of a path in braces is a parameter. */
public final class Routes {

    private final Map<String, Map<String, Endpoint>> endpoints = new LinkedHashMap<>();
    private final Set<Endpoint> forStrangers = new HashSet<>();
    private final Map<Endpoint, Long> bodyLimits = new HashMap<>();

    public Routes get(String path, Endpoint endpoint) {
        return add("GET", path, endpoint);
    }

    public Routes post(String path, Endpoint endpoint) {
        return add("POST", path, endpoint);
    }

    /** Adds routes that answer also those who show no certificate: their endpoints look who asks. */
    public Routes byAnyone(Consumer<Routes> some) {
        var open = new Routes();
        some.accept(open);
        open.endpoints.forEach((path, methods) -> methods.forEach((method, endpoint) -> {
            forStrangers.add(endpoint);
            add(method, path, endpoint);
        }));
        return this;
    }

    /** Whether who shows no certificate is answered. */
    boolean forStrangers(Endpoint endpoint) {
        return forStrangers.contains(endpoint);
    }

    /** Whether anything here is answered without a certificate. */
    boolean anyForStrangers() {
        return !forStrangers.isEmpty();
    }

    /** Replaces or makes a thing; its body may be larger than others, and is taken as it comes. */
    public Routes put(String path, long bodyLimitBytes, Endpoint endpoint) {
        bodyLimits.put(endpoint, bodyLimitBytes);
        return add("PUT", path, endpoint);
    }

    /** The longest body that an endpoint takes. */
    long bodyLimit(Endpoint endpoint) {
        return bodyLimits.getOrDefault(endpoint, (long) Transfer.BODY_LIMIT_BYTES);
    }

    /** The longest body that any endpoint takes. */
    long largestBody() {
        return bodyLimits.values().stream().reduce((long) Transfer.BODY_LIMIT_BYTES, Math::max);
    }

    public Routes delete(String path, Endpoint endpoint) {
        return add("DELETE", path, endpoint);
    }

    private Routes add(String method, String path, Endpoint endpoint) {
        endpoints.computeIfAbsent(path, _ -> new LinkedHashMap<>()).put(method, endpoint);
        return this;
    }

    /** Endpoints by path and method. */
    public Map<String, Map<String, Endpoint>> endpoints() {
        return endpoints;
    }
}
