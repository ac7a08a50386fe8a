package secondsite.drill.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What the person watching sees: chapters, what is going on, progress, verdicts, a table. */
final class Screen {

    private static final int BAR_CELLS = 30;
    private static final int CLEAR_CELLS = 120;
    private static final int PRINTED_PERCENT = 20;

    private final PrintStream out;
    private final boolean live;
    private final long begun = System.nanoTime();
    private int chapter;
    private int percentPrinted;

    /** @param live the output is a terminal, on which a line can be written again */
    Screen(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** Whether a person sees what is printed at once. */
    static boolean isTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    void line(String format, Object... arguments) {
        out.printf(Locale.ROOT, format + "%n", arguments);
    }

    void chapter(String title) {
        out.printf("%n%s  %d. %s%n", clock(), ++chapter, title);
    }

    void say(String format, Object... arguments) {
        line("           " + format, arguments);
    }

    void verdict(boolean held, String text) {
        out.printf("    %s %s%n", held ? "  held" : "BROKEN", text);
    }

    /**
     * Draws a bar over the last one; on paper, a line now and then.
     *
     * @param text rate, time left
     */
    void progress(String what, double part, String text) {
        int percent = (int) (part * 100);
        if (live) {
            out.printf("\r           %-12s [%s] %3d %%  %-60s", what, bar(part), percent, text);
        } else if (percent / PRINTED_PERCENT != percentPrinted / PRINTED_PERCENT) {
            say("%-12s [%s] %3d %%  %s", what, bar(part), percent, text);
        }
        percentPrinted = percent;
    }

    void progressDone() {
        percentPrinted = 0;
        if (live) {
            out.print("\r" + " ".repeat(CLEAR_CELLS) + "\r");
        }
        out.flush();
    }

    private static String bar(double part) {
        int full = (int) Math.round(Math.clamp(part, 0, 1) * BAR_CELLS);
        return "#".repeat(full) + ".".repeat(BAR_CELLS - full);
    }

    void table(List<String[]> rows) {
        int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        for (String[] row : rows) {
            out.printf("  %-" + width + "s  %s%n", row[0], row[1]);
        }
    }

    private String clock() {
        return String.format(Locale.ROOT, "%6.1f s", (System.nanoTime() - begun) * 1e-9);
    }
}
