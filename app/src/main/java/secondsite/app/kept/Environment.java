package secondsite.app.kept;

/** What depends on a deployment: the more, the more its console asks before it acts. */
public enum Environment {
    PRODUCTION, TEST, LAB
}
