package secondsite.server.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import secondsite.engine.segment.DamagedException;

/** Damage found in one replica, each place once, and not without end. Safe for use by several threads. */
final class Findings {

    private static final int MAX = 1000;

    private final Map<String, Finding> found = new LinkedHashMap<>();

    synchronized void add(Finding finding) {
        if (found.size() < MAX) {
            found.putIfAbsent(finding.place() + finding.what(), finding);
        }
    }

    void add(DamagedException damage) {
        add(new Finding(Finding.Severity.ERROR, damage.place() + " at " + damage.position(), damage.getMessage(),
                "resynchronize the disk; points that need this range stay unreadable there"));
    }

    synchronized List<Finding> all() {
        return new ArrayList<>(found.values());
    }
}
