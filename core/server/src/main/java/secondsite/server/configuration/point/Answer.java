package secondsite.server.configuration.point;

import java.util.Optional;

/** What came of asking a master target. @param problem why it could not be asked, for people; then there is no value */
record Answer<T>(Optional<T> value, Optional<String> problem) {

    static <T> Answer<T> told(T value) {
        return new Answer<>(Optional.of(value), Optional.empty());
    }

    static <T> Answer<T> unreached(String problem) {
        return new Answer<>(Optional.empty(), Optional.of(problem));
    }
}
