package secondsite.agent.inventory;

/** What a machine says of itself, as it may be told further. */
final class Words {

    private Words() {}

    /** Without what cannot be shown, and not too long. */
    static String shown(String said, int most) {
        String plain = said.codePoints().filter(Words::isShown)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString().strip();
        if (plain.length() <= most) {
            return plain;
        }
        return plain.substring(0, Character.isHighSurrogate(plain.charAt(most - 1)) ? most - 1 : most).strip();
    }

    private static boolean isShown(int character) {
        int type = Character.getType(character);
        return type != Character.CONTROL && type != Character.SURROGATE && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR && type != Character.UNASSIGNED;
    }
}
