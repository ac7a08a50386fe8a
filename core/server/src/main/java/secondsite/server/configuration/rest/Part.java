package secondsite.server.configuration.rest;

import java.util.OptionalLong;
import secondsite.api.ProblemCode;
import secondsite.server.web.Exchange;
import secondsite.server.web.ProblemException;

/**
 * Which part of a long list is asked for: parameters {@code after} and {@code limit}.
 *
 * @param after empty for the first part
 * @param limit at most so many
 */
record Part(OptionalLong after, int limit) {

    private static final int LONGEST = 200;
    private static final int USUAL = 50;

    static Part of(Exchange exchange) {
        long limit = exchange.optionalNumber("limit").orElse(USUAL);
        if (limit < 1 || limit > LONGEST) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the parameter 'limit' is " + limit + "; 1 to " + LONGEST + " are possible");
        }
        return new Part(exchange.optionalNumber("after"), (int) limit);
    }
}
