package secondsite.server.process.push;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.auth.password.PasswordIdentityProvider;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.SessionContext;

/**
 * A password that is tried once, in whichever way the machine asks for it first: as a password, or as the answer to a question in whatever
 * language. Machines that offer both would count a wrong one twice, and lock the account after three.
 */
final class OncePassword implements PasswordIdentityProvider, UserInteraction {

    private final String password;
    private final AtomicBoolean used = new AtomicBoolean();

    OncePassword(String password) {
        this.password = password;
    }

    @Override
    public Iterable<String> loadPasswords(SessionContext session) {
        return () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return !used.get();
            }

            @Override
            public String next() {
                if (used.compareAndSet(false, true)) {
                    return password;
                }
                throw new NoSuchElementException();
            }
        };
    }

    @Override
    public String[] interactive(ClientSession session, String name, String instruction, String lang, String[] prompt,
            boolean[] echo) {
        return prompt.length == 1 && !echo[0] && used.compareAndSet(false, true) ? new String[]{password} : null;
    }

    /** A password that has ended is a person's business. */
    @Override
    public String getUpdatedPassword(ClientSession session, String prompt, String lang) {
        return null;
    }
}
