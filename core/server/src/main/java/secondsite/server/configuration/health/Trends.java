package secondsite.server.configuration.health;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import secondsite.api.machine.DiskReport;

/** What only several reports tell together. Not for several threads. */
final class Trends {

    /** Of a disk. */
    private static final class Course {
        private final Average written = new Average();
        private Instant at;
        private long bytes;
        private boolean rated;
        private Instant broken;
    }

    private final Map<UUID, Course> disks = new HashMap<>();
    private final Map<String, Average> processors = new HashMap<>();

    /** A disk as it was reported; the same report may come several times. */
    void disk(DiskReport report, Heard heard) {
        Course course = disks.computeIfAbsent(report.disk(), _ -> new Course());
        if (course.at != null && !heard.arrived().isAfter(course.at)) {
            return;
        }
        // The agent counts anew when it starts.
        if (course.at != null && report.writtenBytes() >= course.bytes) {
            double seconds = Duration.between(course.at, heard.arrived()).toNanos() / 1e9;
            course.written.until(heard.arrived(), (report.writtenBytes() - course.bytes) / seconds);
            course.rated = true;
        }
        course.at = heard.arrived();
        course.bytes = report.writtenBytes();
        course.broken = broken(course.broken, report, heard);
    }

    /** A resync that runs began later than what made it necessary: if that was not seen, it is not known. */
    private static Instant broken(Instant before, DiskReport report, Heard heard) {
        return switch (report.state()) {
            case RESYNC_REQUIRED -> report.since() == null ? before : heard.here(report.since());
            case RESYNCING -> before;
            case LOGGING, UNPROTECTED, FENCED -> null;
        };
    }

    /** Since when capture does not keep every write; empty when it does, or that is not known. */
    Optional<Instant> broken(UUID disk) {
        return Optional.ofNullable(disks.get(disk)).map(course -> course.broken);
    }

    /** Bytes a second that are written to a disk. */
    OptionalLong written(UUID disk) {
        Course course = disks.get(disk);
        return course == null || !course.rated
                ? OptionalLong.empty()
                : OptionalLong.of(Math.round(course.written.value()));
    }

    /** @param use 0 to 1; negative when it is not known */
    void processor(String server, double use, Instant until) {
        if (use >= 0) {
            processors.computeIfAbsent(server, _ -> new Average()).until(until, use);
        }
    }

    OptionalDouble processor(String server) {
        Average average = processors.get(server);
        return average == null ? OptionalDouble.empty() : OptionalDouble.of(average.value());
    }

    /** Forgets disks that are no longer told of. */
    void keep(Set<UUID> told) {
        disks.keySet().retainAll(told);
    }
}
