package secondsite.api.security;

/** A person signs in. */
public record SignIn(String name, String password) {

    /** Without the password. */
    @Override
    public String toString() {
        return "SignIn[" + name + "]";
    }
}
