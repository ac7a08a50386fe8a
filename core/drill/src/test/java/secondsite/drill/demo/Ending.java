package secondsite.drill.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import secondsite.api.Json;

/** The table at the end, and the report. */
record Ending(Screen screen, Findings findings, Numbers numbers) {

    void show(Path report) throws IOException {
        screen.chapter("What was measured");
        screen.table(numbers.table());
        long held = findings.all().stream().filter(Findings.Finding::held).count();
        screen.say("");
        screen.say("%d of %d things that were verified held.", held, findings.all().size());
        if (report != null) {
            Files.write(report, Json.write(content()));
        }
    }

    private Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("held", findings.allHeld());
        content.put("numbers", numbers.report());
        content.put("verified", findings.all());
        return content;
    }
}
