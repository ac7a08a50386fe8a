package secondsite.api.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** What came of sending a test. */
public record NotificationTrial(List<Result> results) {

    /** @param name {@code mail} or {@code webhook}. @param problem null when it was taken */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Result(String name, String problem) {}

    public NotificationTrial {
        results = List.copyOf(results);
    }
}
