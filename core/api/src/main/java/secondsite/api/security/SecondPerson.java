package secondsite.api.security;

/** Another one who agrees to what needs two, as the password proves. */
public record SecondPerson(String name, String password) {

    /** Tells no password. */
    @Override
    public String toString() {
        return "SecondPerson[" + name + "]";
    }
}
