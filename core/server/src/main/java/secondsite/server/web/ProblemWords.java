package secondsite.server.web;

import java.util.Optional;
import secondsite.api.Problem;

/** Tells problems in the language of whoever asked. Must not fail. */
public interface ProblemWords {

    /** As they are. */
    ProblemWords PLAIN = (problem, _) -> new Worded(problem, Optional.empty());

    /** A problem, and the language of its words; empty when that is not said. */
    record Worded(Problem problem, Optional<String> language) {}

    /** @param wanted the header {@code Accept-Language} as it came */
    Worded of(Problem problem, Optional<String> wanted);
}
