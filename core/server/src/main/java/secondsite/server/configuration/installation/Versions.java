package secondsite.server.configuration.installation;

/** The order of versions, as packages have it: numbers by their size, and what stands behind a ~ is before the release. */
final class Versions {

    private Versions() {}

    /** What stands behind the last hyphen, the packager's own number, counts when all else is the same. */
    static int compare(String one, String other) {
        int order = parts(before(one), before(other));
        return order != 0 ? order : parts(behind(one), behind(other));
    }

    private static String before(String version) {
        int at = version.lastIndexOf('-');
        return at < 0 ? version : version.substring(0, at);
    }

    private static String behind(String version) {
        int at = version.lastIndexOf('-');
        return at < 0 ? "" : version.substring(at + 1);
    }

    private static int parts(String one, String other) {
        int a = 0;
        int b = 0;
        while (a < one.length() || b < other.length()) {
            while (a < one.length() && !digit(one, a) || b < other.length() && !digit(other, b)) {
                int order = Integer.compare(weight(one, a), weight(other, b));
                if (order != 0) {
                    return order;
                }
                a = Math.min(a + 1, one.length());
                b = Math.min(b + 1, other.length());
            }
            int endA = end(one, a);
            int endB = end(other, b);
            int order = number(one.substring(a, endA), other.substring(b, endB));
            if (order != 0) {
                return order;
            }
            a = endA;
            b = endB;
        }
        return 0;
    }

    private static boolean digit(String text, int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int weight(String text, int at) {
        if (at >= text.length() || digit(text, at)) {
            return 0;
        }
        char sign = text.charAt(at);
        return sign == '~' ? -1 : Character.isLetter(sign) ? sign : sign + Character.MAX_VALUE;
    }

    private static int end(String text, int from) {
        int at = Math.min(from, text.length());
        while (at < text.length() && digit(text, at)) {
            at++;
        }
        return at;
    }

    private static int number(String one, String other) {
        String a = one.replaceFirst("^0+", "");
        String b = other.replaceFirst("^0+", "");
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
}
