package secondsite.drill.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import secondsite.api.Json;

/** The table at the end, and the report. */
record Ending(Telling telling) {

    void show(Path report) throws IOException {
        telling.chapter("What was measured");
        telling.screen().table(telling.numbers().table());
        Findings findings = telling.findings();
        long held = findings.all().stream().filter(Findings.Finding::held).count();
        telling.say("");
        telling.say("%d of %d things that were verified held.", held, findings.all().size());
        if (report != null) {
            Files.write(report, Json.write(content()));
        }
    }

    private Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("held", telling.findings().allHeld());
        content.put("numbers", telling.numbers().report());
        content.put("verified", telling.findings().all());
        return content;
    }
}
