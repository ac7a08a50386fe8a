package secondsite.drill.oracle;

/** A promise was broken. */
public final class Broken extends AssertionError {

    public Broken(String promise) {
        super(promise);
    }
}
