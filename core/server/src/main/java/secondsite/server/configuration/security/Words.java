package secondsite.server.configuration.security;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** Random letters and digits that people can read out and type: no two of them look alike. */
final class Words {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Words() {}

    /** Groups of five, with hyphens between; 25 bits each. */
    static String random(int groups, RandomGenerator random) {
        var words = new StringBuilder();
        for (int i = 0; i < groups * 5; i++) {
            words.append(i > 0 && i % 5 == 0 ? "-" : "").append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return words.toString();
    }

    /** As it was made, however it was typed. */
    static String plain(String typed) {
        return typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "").replace('O', '0').replace('I', '1').replace('L',
                '1');
    }
}
