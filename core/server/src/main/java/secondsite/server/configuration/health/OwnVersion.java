package secondsite.server.configuration.health;

import java.util.Optional;

/** The version that the build wrote into this program's jar. */
final class OwnVersion {

    private OwnVersion() {}

    static String text() {
        return Optional.ofNullable(OwnVersion.class.getPackage().getImplementationVersion()).orElse("from a checkout");
    }
}
