package secondsite.app.kept;

import java.util.Map;

/**
 * How a person likes the console.
 *
 * @param language      its tag; null for that of the computer
 * @param theme         its name; null for the light one
 * @param narrowSidebar whether the sidebar shows icons only
 * @param window        null before the first time
 * @param tables        by their ids, in the form that tables write
 */
public record Preferences(String language, String theme, boolean narrowSidebar, Window window,
        Map<String, String> tables) {

    /** Where the window was, in pixels of the screen. */
    public record Window(double x, double y, double width, double height, boolean maximized) {}

    public static final Preferences FIRST = new Preferences(null, null, false, null, Map.of());

    public Preferences {
        tables = tables == null ? Map.of() : Map.copyOf(tables);
    }
}
