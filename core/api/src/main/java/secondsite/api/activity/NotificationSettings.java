package secondsite.api.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.util.List;

/**
 * How people and programs elsewhere are notified of alerts and failed jobs.
 *
 * @param mail    null for no mails
 * @param webhook null for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record NotificationSettings(Mail mail, Webhook webhook) {

    /** How a connection to a mail server is made safe. */
    public enum Security {
        /** Begun in clear, then TLS; refused without. */
        STARTTLS,
        /** TLS from the first byte. */
        TLS,
        /** Nothing: no name and password can be sent. */
        NONE
    }

    /**
     * By SMTP.
     *
     * @param user      for signing in; null for none
     * @param password  never told; null keeps the one that is there, as long as the server is the same
     * @param from      address of the sender
     * @param to        addresses; at most 50
     * @param language  of the texts: {@code en} or {@code de}
     * @param least     alerts that are less severe are not told
     * @param jobs      whether jobs that failed are told
     * @param authority certificates that are trusted, as PEM; null for those that this machine trusts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Mail(String host, int port, Security security, String user, String password, String from,
            List<String> to, String language, Event.Severity least, boolean jobs, String authority) {

        public Mail {
            to = to == null ? List.of() : List.copyOf(to);
        }
    }

    /**
     * By HTTPS: an {@link EventNotice} as JSON.
     *
     * @param url       {@code https://...}
     * @param secret    signs what is sent; never told; null keeps the one that is there, as long as the address is the same
     * @param least     alerts that are less severe are not told
     * @param jobs      whether jobs that failed are told
     * @param authority certificates that are trusted, as PEM; null for those that this machine trusts
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Webhook(URI url, String secret, Event.Severity least, boolean jobs, String authority) {}
}
