package secondsite.server.configuration.notification;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import jakarta.inject.Inject;
import secondsite.api.activity.Event;
import secondsite.server.configuration.activity.Texts;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptAlerts;
import secondsite.server.configuration.store.KeptEvents;
import secondsite.server.configuration.store.NotificationChannels;
import secondsite.server.configuration.store.NotificationChannels.Channel;
import secondsite.server.configuration.store.Transaction;

/**
 * One way at work. The events that are kept anyway are its queue, and how far it is, is kept too: so nothing is lost by a crash, and at
 * worst the last notice comes twice. What fails is tried again, after longer and longer pauses, for ever. Not for several threads.
 */
final class Delivery {

    /** What it works with. */
    record Parts(Database database, NotificationChannels channels, KeptEvents events, KeptAlerts alerts, Ways ways,
            InstantSource clock) {

        @Inject
        Parts {
        }
    }

    /** What waits. @param last id of the newest event that was looked at */
    private record Backlog(List<Event> wanted, long last) {}

    static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration PACED = Duration.ofSeconds(5);
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(10), Duration.ofSeconds(30),
            Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10));
    private static final int LOOKED_AT = 10_000;
    private static final int TOLD = 200;
    private static final int PROBLEM = 2000;

    private final String name;
    private final Parts parts;
    private final Pacing pacing = new Pacing();
    private String settings;
    private Way way;

    Delivery(String name, Parts parts) {
        this.name = name;
        this.parts = parts;
    }

    /** Sends what is due. @return after what time to look again, when nothing happens before */
    Duration step() {
        Optional<Channel> found = parts.database().read(all -> parts.channels().find(all, name));
        if (found.isEmpty()) {
            close();
            return IDLE;
        }
        Channel channel = found.get();
        Instant now = parts.clock().instant();
        if (channel.nextTry().filter(now::isBefore).isPresent()) {
            return Duration.between(now, channel.nextTry().get());
        }
        try {
            return send(channel, now);
        } catch (IOException e) {
            return failed(channel, now, String.valueOf(e.getMessage()));
        }
    }

    private Duration send(Channel channel, Instant now) throws IOException {
        Backlog backlog = backlog(channel, now);
        if (backlog.wanted().isEmpty()) {
            done(channel, backlog.last());
            return IDLE;
        }
        Optional<Pacing.Sending> how = pacing.now(backlog.wanted().size(), now);
        if (how.isEmpty()) {
            return PACED;
        }
        boolean singly = how.get() == Pacing.Sending.SINGLY;
        List<Event> told = backlog.wanted().subList(0, singly ? 1 : Math.min(TOLD, backlog.wanted().size()));
        way(channel).send(new Batch(told, singly ? 0 : backlog.wanted().size() - told.size()), now);
        pacing.sent(how.get(), now);
        done(channel, singly ? told.getFirst().id() : backlog.last());
        return Duration.ZERO;
    }

    private Backlog backlog(Channel channel, Instant now) throws IOException {
        Wanted wanted = parts.ways().wanted(name, channel.settings());
        return parts.database().read(all -> {
            List<Event> looked = parts.events().after(all, Wanted.TYPES, channel.position(), LOOKED_AT);
            return new Backlog(looked.stream().filter(event -> wanted(all, wanted, event, now)).toList(),
                    looked.isEmpty() ? channel.position() : looked.getLast().id());
        });
    }

    private boolean wanted(Transaction all, Wanted wanted, Event event, Instant now) {
        return wanted.of(event, event.code() == null
                ? Optional.empty()
                : parts.alerts().newest(all, event.code(), event.subject()), now);
    }

    private Way way(Channel channel) throws IOException {
        if (!channel.settings().equals(settings)) {
            close();
            way = parts.ways().open(name, channel.settings());
            settings = channel.settings();
        }
        return way;
    }

    private void done(Channel channel, long position) {
        if (position > channel.position()) {
            parts.database().write(change -> {
                parts.channels().done(change, name, position);
                return change;
            });
        }
    }

    private Duration failed(Channel channel, Instant now, String problem) {
        // A secret that was changed is read anew.
        close();
        Duration pause = PAUSES.get((int) Math.min(channel.attempts(), PAUSES.size() - 1));
        parts.database().write(change -> {
            parts.channels().failed(change, name, now.plus(pause), Texts.cut(problem, PROBLEM));
            return change;
        });
        return pause;
    }

    void close() {
        if (way != null) {
            way.close();
        }
        way = null;
        settings = null;
    }
}
