package secondsite.drill.demo;

import java.util.List;
import secondsite.api.replication.HealthSummary;

/** Where everything that is shown, verified and measured goes. */
record Telling(Screen screen, Findings findings, Numbers numbers) {

    void chapter(String title) {
        screen.chapter(title);
    }

    void say(String format, Object... arguments) {
        screen.say(format, arguments);
    }

    /** Shows how the configuration server judges everything now. */
    void health(Administrator administrator, List<String> machines) {
        HealthSummary health = administrator.health();
        say("health of the servers: %s; alerts: %d critical, %d warning", words(health.servers()),
                health.criticalAlerts(), health.warningAlerts());
        machines.forEach(machine -> say("health of %s: %s", machine, administrator.state(machine).health()));
    }

    private static String words(HealthSummary.Levels levels) {
        return "%d ok, %d unknown, %d warning, %d critical".formatted(levels.ok(), levels.unknown(), levels.warning(),
                levels.critical());
    }
}
