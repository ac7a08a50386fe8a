package secondsite.api.host;

/**
 * A piece of what a machine said.
 *
 * @param offset in bytes, where the text begins: later than was asked for when the text there is forgotten
 * @param next offset behind the text, where to go on
 */
public record ConsoleText(long offset, String text, long next) {

    public static final int MOST_BYTES = 1 << 20;
}
