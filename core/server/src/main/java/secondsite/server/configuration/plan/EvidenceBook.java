package secondsite.server.configuration.plan;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import secondsite.api.ProblemCode;
import secondsite.api.client.Fingerprint;
import secondsite.api.plan.PlanRun;
import secondsite.server.configuration.activity.Catalogue;
import secondsite.server.configuration.security.Authority;
import secondsite.server.configuration.store.Database;
import secondsite.server.configuration.store.KeptPlanRuns;
import secondsite.server.configuration.store.KeptPlanRuns.Page;
import secondsite.server.web.ProblemException;

/** The evidence of runs: written once when a run is over, in every language, and signed by the deployment's authority. */
@Singleton
public final class EvidenceBook {

    private final Database database;
    private final KeptPlanRuns runs;
    private final Authority authority;
    private final InstantSource clock;
    private final List<EvidenceWords> words = new ArrayList<>();

    /** @throws IOException when this program is not whole */
    @Inject
    EvidenceBook(Database database, KeptPlanRuns runs, Authority authority, InstantSource clock) throws IOException {
        this.database = database;
        this.runs = runs;
        this.authority = authority;
        this.clock = clock;
        for (String language : Catalogue.LANGUAGES) {
            words.add(new EvidenceWords(language));
        }
    }

    /** Writes what is to be said of a run that is over. What is written stays: done again, this changes nothing. */
    void make(UUID id) {
        boolean there = database.read(all -> runs.evidence(all, id, Catalogue.LANGUAGES.getFirst())).isPresent();
        if (there) {
            return;
        }
        PlanRun run = database.read(all -> runs.find(all, id)).orElseThrow(() -> missing(id));
        Map<String, Page> pages = new LinkedHashMap<>();
        words.forEach(each -> pages.put(each.language(), page(run, each)));
        database.write(change -> {
            pages.forEach((language, page) -> runs.evidence(change, id, language, page));
            runs.forgetPictures(change, id);
            return id;
        });
    }

    private Page page(PlanRun run, EvidenceWords language) {
        String html = EvidencePage.of(run, language, Fingerprint.of(authority.own().certificate()).text(),
                clock.instant(), machine -> database.read(all -> runs.picture(all, run.id(), machine)));
        return new Page(html, authority.sign(html.getBytes(StandardCharsets.UTF_8)));
    }

    /** The page and its signature. @param language one of {@link Catalogue#LANGUAGES} */
    public Page of(UUID run, String language) {
        if (!Catalogue.LANGUAGES.contains(language)) {
            throw new ProblemException(ProblemCode.BAD_REQUEST,
                    "the parameter 'language' is '" + language + "'; possible are " + Catalogue.LANGUAGES);
        }
        return database.read(all -> runs.evidence(all, run, language)).orElseThrow(() -> missing(run));
    }

    private static ProblemException missing(UUID run) {
        return new ProblemException(ProblemCode.NOT_FOUND,
                "there is no evidence of the run " + run + ": it is not over, or not known");
    }
}
