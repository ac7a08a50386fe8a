package secondsite.server.settings;

import java.io.IOException;

/** A configuration that cannot be used: file, line, field, and what is possible there. */
public final class SettingsException extends IOException {

    public SettingsException(String message) {
        super(message);
    }
}
