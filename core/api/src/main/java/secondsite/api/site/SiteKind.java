package secondsite.api.site;

/** What a site is for. */
public enum SiteKind {
    /** Where machines run. */
    PRIMARY,
    /** Where their replicas are. */
    SECONDARY,
    /** Somebody else's computers. */
    CLOUD
}
