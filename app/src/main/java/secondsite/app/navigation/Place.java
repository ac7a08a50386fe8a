package secondsite.app.navigation;

/**
 * A screen, and what of it.
 *
 * @param parameter what the screen is to show, in words of its own; empty for all
 */
public record Place(Screen screen, String parameter) {

    public static Place of(Screen screen) {
        return new Place(screen, "");
    }
}
