package secondsite.agent.configuration;

import java.io.IOException;

/** A configuration file that cannot be read or says something impossible; the message names file and line. */
public final class ConfigurationException extends IOException {

    ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
