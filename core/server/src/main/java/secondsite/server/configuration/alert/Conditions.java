package secondsite.server.configuration.alert;

import java.util.List;

/** Knows of something that may not be as it should be. Asked every few seconds. */
public interface Conditions {

    /** What is so now. */
    List<Condition> now();
}
