package secondsite.server;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {

    static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "from a checkout" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[]{"secondsite " + text()};
    }
}
