package secondsite.server.configuration.inventory;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import secondsite.api.Contact;
import secondsite.server.configuration.inventory.LiveReports.Heard;
import secondsite.server.web.Peer;

/** Whether programs are heard of: agents, process servers and master targets. Safe for use by several threads. */
@Singleton
public final class Contacts {

    /** So long nothing was heard of a program that is called silent. */
    public static final Duration SILENCE = Duration.ofMinutes(15);

    private static final int MISSED = 2;
    /** A report may be late by a tenth of the time, and on its way. */
    private static final Duration LATE = Duration.ofSeconds(8);

    private final LiveReports reports;
    private final InstantSource clock;
    private final Instant started;

    @Inject
    public Contacts(LiveReports reports, InstantSource clock) {
        this.reports = reports;
        this.clock = clock;
        this.started = clock.instant();
    }

    /** Nobody is silent before {@link #SILENCE} after the start of this server: it may be that nobody could reach it. */
    public Contact of(Peer peer) {
        Optional<Heard> heard = reports.heard(peer);
        Duration ago = Duration.between(heard.map(Heard::arrived).orElse(started), clock.instant());
        if (ago.compareTo(SILENCE) >= 0) {
            return Contact.SILENT;
        }
        return heard.isPresent() && ago.compareTo(heard.get().next().multipliedBy(MISSED).plus(LATE)) <= 0
                ? Contact.HEARD
                : Contact.UNKNOWN;
    }

    /** When this server started to listen. */
    public Instant started() {
        return started;
    }
}
