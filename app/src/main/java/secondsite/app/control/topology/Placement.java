package secondsite.app.control.topology;

import java.util.Map;

/** Where everything stands, by its id. {@code bounds} holds all of it. */
public record Placement(Map<String, Box> sites, Map<String, Box> groups, Map<String, Box> machines,
        Map<String, Box> servers, Box bounds) {

    public static final Placement EMPTY = new Placement(Map.of(), Map.of(), Map.of(), Map.of(), new Box(0, 0, 1, 1));
}
