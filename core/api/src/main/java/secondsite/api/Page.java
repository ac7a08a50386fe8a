package secondsite.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A part of a long list.
 *
 * @param total how many there are in all
 * @param next  where the next part begins, to be given as {@code after}; null when this is the last
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, long total, String next) {

    public Page {
        items = List.copyOf(items);
    }
}
