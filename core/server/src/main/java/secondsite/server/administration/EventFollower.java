package secondsite.server.administration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import secondsite.api.activity.Event;
import secondsite.api.client.EventStream;
import secondsite.api.client.TransferException;
import secondsite.api.client.TransferException.Refused;

/** Tells what is heard, and on the other stream when something may have been missed. */
final class EventFollower implements EventStream.Listener {

    private final Dialogue dialogue;
    private final Predicate<Event> wanted;
    private final BlockingQueue<Refused> refusals = new LinkedBlockingQueue<>();
    private boolean begun;

    EventFollower(Dialogue dialogue, Predicate<Event> wanted) {
        this.dialogue = dialogue;
        this.wanted = wanted;
    }

    /** Waits until nothing will be heard any more. */
    Refused end() throws InterruptedException {
        return refusals.take();
    }

    @Override
    public void anew() {
        dialogue.err().println(begun ? "something may have been missed" : "listening; Ctrl+C ends");
        begun = true;
    }

    @Override
    public void event(Event event) {
        if (!wanted.test(event)) {
            return;
        }
        try {
            dialogue.tell(event, out -> out.println(Wording.clean(String.join("  ", dialogue.time(event.time()),
                    Wording.word(event.severity()), event.type(), Wording.text(event.about()),
                    Wording.text(event.code()), Wording.text(event.detail())))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void broken(TransferException why) {
        dialogue.err().println("nothing is heard for now, trying again: " + why.getMessage());
    }

    @Override
    public void refused(Refused why) {
        refusals.add(why);
    }
}
