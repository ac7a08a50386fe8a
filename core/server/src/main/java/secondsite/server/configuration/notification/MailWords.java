package secondsite.server.configuration.notification;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.text.MessageFormat;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import secondsite.api.activity.ErrorText;
import secondsite.api.activity.Event;
import secondsite.server.configuration.activity.Catalogue;

/** What mails say in one language: patterns in {@code notification/}, and what the catalogue says of errors. */
final class MailWords {

    /** A mail. */
    record Written(String subject, String text) {}

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Map<String, String> patterns;
    private final Catalogue catalogue;
    private final String language;
    private final String deployment;

    /**
     * @param deployment fingerprint of the deployment's authority
     * @throws IOException when this program is not whole
     */
    MailWords(Catalogue catalogue, String language, String deployment) throws IOException {
        this.catalogue = catalogue;
        this.language = language;
        this.deployment = deployment;
        String resource = "/notification/mail_" + language + ".yaml";
        try (InputStream in = MailWords.class.getResourceAsStream(resource)) {
            this.patterns = new YAMLMapper().readValue(in, new TypeReference<Map<String, String>>() {
            });
        }
    }

    Written write(Batch batch) {
        if (batch.test()) {
            return new Written(say("test"), lines(List.of(say("test.text"))));
        }
        return batch.events().size() == 1 && batch.more() == 0
                ? single(batch.events().getFirst())
                : digest(batch);
    }

    private Written single(Event event) {
        List<String> lines = new ArrayList<>();
        lines.add(message(event));
        lines.add("");
        lines.add(say("where", event.about()));
        lines.add(say("when", TIME.format(event.time())));
        if (event.detail() != null) {
            lines.add(say("evidence", event.detail()));
        }
        boolean over = event.type().equals(Wanted.CLEARED);
        text(event).filter(_ -> !over).ifPresent(text -> {
            lines.add("");
            lines.add(say("cause", text.cause()));
            lines.add(say("action", text.action()));
        });
        return new Written(say(event.type(), say(event.severity().name()), message(event), event.about()),
                lines(lines));
    }

    private Written digest(Batch batch) {
        List<String> lines = new ArrayList<>();
        for (Event event : batch.events()) {
            boolean over = event.type().equals(Wanted.CLEARED);
            lines.add(say("line", TIME.format(event.time()), say(over ? "over" : event.severity().name()),
                    event.about(), message(event)));
            if (event.detail() != null && !over) {
                lines.add("    " + event.detail());
            }
        }
        if (batch.more() > 0) {
            lines.add(say("more", batch.more()));
        }
        Event worst = batch.events().stream().max(Comparator.comparing(Event::severity)).orElseThrow();
        return new Written(say("digest", batch.events().size() + batch.more(),
                message(worst) + " – " + worst.about()), lines(lines));
    }

    private String lines(List<String> lines) {
        List<String> all = new ArrayList<>(lines);
        all.add("");
        all.add("-- ");
        all.add(say("deployment", deployment));
        return String.join("\r\n", all) + "\r\n";
    }

    private String message(Event event) {
        return text(event).map(ErrorText::message)
                .orElseGet(() -> patterns.getOrDefault(event.type() + ".message", event.type()));
    }

    private Optional<ErrorText> text(Event event) {
        return event.code() == null ? Optional.empty() : catalogue.find(event.code().name(), language);
    }

    private String say(String key, Object... values) {
        return new MessageFormat(patterns.get(key), Locale.forLanguageTag(language)).format(values);
    }
}
