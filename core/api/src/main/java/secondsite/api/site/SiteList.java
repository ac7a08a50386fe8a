package secondsite.api.site;

import java.util.List;

/** All sites, by name. */
public record SiteList(List<Site> sites) {

    public SiteList {
        sites = List.copyOf(sites);
    }
}
