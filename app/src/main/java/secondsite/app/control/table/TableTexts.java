package secondsite.app.control.table;

import java.util.function.IntFunction;

/**
 * What a table says.
 *
 * @param filterPrompt in the empty filter field
 * @param columns name of the button that chooses columns
 * @param export name of the button that writes CSV
 * @param copy name of the button that copies rows
 * @param allRows name of the chip that takes all others back
 * @param empty why there is no row at all
 * @param emptyWhy more of it, or nothing
 * @param noHit that no row matches, for the filter's text
 * @param clearFilter the button beside it
 * @param changes how many rows would move ("3 changes - refresh order")
 */
public record TableTexts(String filterPrompt, String columns, String export, String copy, String allRows,
        String empty, String emptyWhy, String noHit, String clearFilter, IntFunction<String> changes) {}
