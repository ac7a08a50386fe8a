package secondsite.server.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which endpoint answers which method on which path; a part of a path in braces is a parameter. */
public final class Routes {

    private final Map<String, Map<String, Endpoint>> endpoints = new LinkedHashMap<>();

    public Routes get(String path, Endpoint endpoint) {
        return add("GET", path, endpoint);
    }

    public Routes post(String path, Endpoint endpoint) {
        return add("POST", path, endpoint);
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
