package secondsite.server.target;

/**
 * Something wrong with a replica.
 *
 * @param place    file and position
 * @param what     what is wrong
 * @param remedy   what a person should do
 */
public record Finding(Severity severity, String place, String what, String remedy) {

    /** How bad it is. */
    public enum Severity {
        /** Nothing is lost; a person should look. */
        WARNING,
        /** Some range or some points cannot be served. */
        ERROR,
        /** The replica cannot be opened. */
        FATAL
    }
}
