package secondsite.app.wizard;

/** Something else that a person might rather do: it closes the wizard. @param icon like {@code ci-chemistry} */
public record Alternative(String text, String icon, Runnable run) {}
