package secondsite.app.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import secondsite.app.wizard.Review;
import secondsite.app.wizard.Sentence;

/**
 * What several failovers will do: what is common to all, and what is not for each of those that are ordered.
 *
 * @param common first
 * @param ofEach the line about one of them; null for none
 * @param last   behind them
 */
record TogetherReview(FailoverSurroundings around, Together together, Supplier<List<Sentence>> common, OfEach ofEach,
        Supplier<List<Sentence>> last, String afterwards) implements Review {

    /** Says what is special about one. */
    interface OfEach {

        /** @param index among all */
        Sentence line(Together.Each each, int index);
    }

    @Override
    public List<Sentence> sentences() {
        List<Sentence> said = new ArrayList<>(common.get());
        for (int i = 0; i < together.all().size(); i++) {
            Together.Each each = together.all().get(i);
            if (!together.reason(each).isEmpty()) {
                said.add(Sentence.danger(each.name(),
                        around.text("failover.together.not-taken", together.reason(each))));
            } else if (ofEach != null) {
                said.add(ofEach.line(each, i));
            }
        }
        said.addAll(last.get());
        return said;
    }

    @Override
    public String command() {
        return together.command();
    }
}
