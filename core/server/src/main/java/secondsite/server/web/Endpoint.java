package secondsite.server.web;

/** Answers one kind of request. What it throws becomes a problem: {@link ProblemException} the one it holds. */
@FunctionalInterface
public interface Endpoint {

    void answer(Exchange exchange) throws Exception;
}
