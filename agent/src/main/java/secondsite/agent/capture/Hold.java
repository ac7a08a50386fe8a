package secondsite.agent.capture;

/** No write passes until this is closed, by the thread that asked for it. */
public interface Hold extends AutoCloseable {

    @Override
    void close();
}
