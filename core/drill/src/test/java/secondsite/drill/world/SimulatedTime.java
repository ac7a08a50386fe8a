package secondsite.drill.world;

import java.util.PriorityQueue;

/** What happens when: events in the order of their time, and of their making where times are equal. After each the processor settles. */
public final class SimulatedTime {

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final Processor processor;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long orders;

    public SimulatedTime(Processor processor) {
        this.processor = processor;
    }

    /** Nanoseconds since the world began. */
    public long nanos() {
        return now;
    }

    /** Lets something happen after so many nanoseconds. */
    public void after(long nanos, Runnable what) {
        events.add(new Event(now + Math.max(0, nanos), orders++, what));
    }

    /** Lets everything happen that is due until this moment, and all that follows from it until then; or until something failed. */
    public void runUntil(long nanos) {
        processor.settle();
        while (processor.failure() == null && !events.isEmpty() && events.peek().at() <= nanos) {
            Event event = events.poll();
            now = event.at();
            event.what().run();
            processor.settle();
        }
        now = Math.max(now, nanos);
    }

    /** How many events there were, past and to come. */
    public long events() {
        return orders;
    }
}
