package secondsite.drill.demo;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import secondsite.drill.tools.Patience;

/**
 * All disks at one moment: what a recovery to it has to bring back. Taken while nothing can be written, from the disks' own file
 * systems.
 *
 * @param time          at which no write was under way
 * @param ledgerEntries what the database had acknowledged
 */
record Moment(String name, Instant time, Map<Disk, Manifest> manifests, long ledgerEntries) {

    /**
     * Freezes all disks, looks at every file, and lets them go on.
     *
     * @param still what is to be done while nothing can be written, after the moment's time
     */
    static Moment take(String name, List<Disk> disks, long ledgerEntries, Runnable still) {
        disks.forEach(disk -> disk.volume().freeze());
        try {
            Patience.pause(2);
            Instant time = Instant.now().truncatedTo(ChronoUnit.MICROS);
            Patience.pause(2);
            still.run();
            Map<Disk, Manifest> manifests = new LinkedHashMap<>();
            disks.forEach(disk -> manifests.put(disk, Manifest.of(disk.volume().files())));
            return new Moment(name, time, manifests, ledgerEntries);
        } finally {
            disks.forEach(disk -> disk.volume().thaw());
        }
    }

    int files() {
        return manifests.values().stream().mapToInt(Manifest::files).sum();
    }

    long bytes() {
        return manifests.values().stream().mapToLong(Manifest::bytes).sum();
    }
}
