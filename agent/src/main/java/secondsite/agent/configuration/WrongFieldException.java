package secondsite.agent.configuration;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.util.Arrays;
import java.util.List;

/** A field that does not go with others. */
final class WrongFieldException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient List<Reference> path;

    private WrongFieldException(String why, List<Reference> path) {
        super(why);
        this.path = path;
    }

    /** @param path names of fields and indices of lists, from the outermost; none for the whole file */
    static void when(boolean wrong, String why, Object... path) {
        if (wrong) {
            throw new WrongFieldException(why, Arrays.stream(path)
                    .map(step -> step instanceof Integer index
                            ? new Reference(null, index)
                            : new Reference(null, step.toString()))
                    .toList());
        }
    }

    List<Reference> path() {
        return path;
    }
}
