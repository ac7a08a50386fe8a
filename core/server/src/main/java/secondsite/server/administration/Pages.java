package secondsite.server.administration;

import java.util.ArrayList;
import java.util.List;
import secondsite.api.Page;
import secondsite.api.client.TransferException;

/** Puts the parts of a long list together. */
final class Pages {

    /** Asks for one part. */
    interface Part<T> {
        /** @param after null for the first */
        Page<T> ask(String after, int limit) throws TransferException;
    }

    private Pages() {}

    /**
     * The first parts as one.
     *
     * @param most     items
     * @param together items that may be asked for at once
     */
    static <T> Page<T> first(Part<T> part, int most, int together) throws TransferException {
        List<T> items = new ArrayList<>();
        Page<T> page = part.ask(null, Math.min(most, together));
        items.addAll(page.items());
        while (page.next() != null && items.size() < most) {
            page = part.ask(page.next(), Math.min(most - items.size(), together));
            items.addAll(page.items());
        }
        return new Page<>(items, page.total(), page.next());
    }
}
