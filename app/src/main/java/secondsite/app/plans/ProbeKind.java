package secondsite.app.plans;

import java.util.Locale;
import secondsite.api.host.Probe;

/** How a machine is asked whether it works. */
public enum ProbeKind {
    TCP, HTTP, CONSOLE, SCRIPT;

    /** Of its name. */
    public String key() {
        return "plan.probe." + name().toLowerCase(Locale.ROOT);
    }

    static ProbeKind of(Probe probe) {
        return switch (probe) {
            case Probe.Tcp _ -> TCP;
            case Probe.Http _ -> HTTP;
            case Probe.Console _ -> CONSOLE;
            case Probe.Script _ -> SCRIPT;
        };
    }
}
