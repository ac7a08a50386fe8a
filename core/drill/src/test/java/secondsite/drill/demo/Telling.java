package secondsite.drill.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import secondsite.api.replication.HealthSummary;
import secondsite.drill.tools.Patience;

/** Where everything that is shown, verified and measured goes. */
record Telling(Screen screen, Findings findings, Numbers numbers) {

    private static final Duration LONGEST = Duration.ofSeconds(30);

    void chapter(String title) {
        screen.chapter(title);
    }

    void say(String format, Object... arguments) {
        screen.say(format, arguments);
    }

    /** Shows how the configuration server judges everything, when it has looked anew. */
    void nextHealth(Administrator administrator, List<String> machines) {
        Instant now = Instant.now();
        Patience.until("the server judges the deployment's health anew", LONGEST,
                () -> administrator.health().time().isAfter(now));
        HealthSummary health = administrator.health();
        say("health of the machines: %s; of the servers: %s", words(health.machines()), words(health.servers()));
        machines.forEach(machine -> say("%s is %s", machine, administrator.state(machine).health()));
        administrator.alerts().forEach(
                alert -> say("alert %s, %s of %s: %s", alert.severity(), alert.code(), alert.about(), alert.detail()));
    }

    private static String words(HealthSummary.Levels levels) {
        return "%d ok, %d unknown, %d warning, %d critical".formatted(levels.ok(), levels.unknown(), levels.warning(),
                levels.critical());
    }
}
