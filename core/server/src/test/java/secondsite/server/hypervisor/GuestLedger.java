package secondsite.server.hypervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the guest of installer/guest wrote on its disk, read without its help: the file system by {@code debugfs}, the records as
 * installer/guest-init describes them.
 *
 * @param last number of the last record; 0 for none
 * @param fault the first thing that is not as it should be; empty when all records from 1 to the last are there and whole
 */
public record GuestLedger(long last, String fault) {

    private static final int RECORD_BYTES = 64;
    private static final int CHECKSUM_DIGITS = 40;
    private static final Pattern RECORD = Pattern.compile("(\\d{10}) (\\d{8}\\.\\d{2}) ([0-9a-f]{40})\n");
    private static final Pattern TOLD = Pattern.compile("secondsite-guest: ledger (\\d+)$", Pattern.MULTILINE);

    /**
     * Reads the ledger of a disk that nobody writes.
     *
     * @param image raw. It is left as it is: the file system's own journal is replayed in a copy
     */
    public static GuestLedger of(Path image) throws IOException {
        Path folder = Files.createTempDirectory("ledger");
        Path copy = folder.resolve("copy.raw");
        Path ledger = folder.resolve("ledger");
        try {
            run("cp", "--sparse=always", "--reflink=auto", image.toString(), copy.toString());
            // 1: it replayed the journal, or mended what a crash leaves
            if (run("e2fsck", "-p", copy.toString()) > 1) {
                return new GuestLedger(0, "the file system is damaged");
            }
            run("debugfs", "-R", "dump /ledger " + ledger, copy.toString());
            return Files.exists(ledger) ? of(Files.readAllBytes(ledger)) : new GuestLedger(0, "there is no ledger");
        } finally {
            Files.deleteIfExists(copy);
            Files.deleteIfExists(ledger);
            Files.delete(folder);
        }
    }

    static GuestLedger of(byte[] ledger) {
        String before = "0".repeat(CHECKSUM_DIGITS);
        long number = 0;
        for (int at = 0; at < ledger.length; at += RECORD_BYTES) {
            String text = new String(ledger, at, Math.min(RECORD_BYTES, ledger.length - at),
                    StandardCharsets.ISO_8859_1);
            Matcher record = RECORD.matcher(text);
            if (!record.matches()) {
                return new GuestLedger(number, "behind record " + number + " is no record but «" + text + "»");
            }
            if (Long.parseLong(record.group(1)) != number + 1) {
                return new GuestLedger(number, "behind record " + number + " is record " + record.group(1));
            }
            if (!record.group(3).equals(checksum(before + " " + record.group(1) + " " + record.group(2)))) {
                return new GuestLedger(number,
                        "record " + (number + 1) + " is not what was written behind record " + number);
            }
            before = record.group(3);
            number++;
        }
        return new GuestLedger(number, "");
    }

    /** The last number that the guest told to be durable; 0 when it told none. @param console all that it said since it was started */
    public static long told(String console) {
        List<Long> numbers = new ArrayList<>(List.of(0L));
        TOLD.matcher(console.replace("\r", "")).results().map(found -> Long.parseLong(found.group(1)))
                .forEach(numbers::add);
        return numbers.getLast();
    }

    private static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(digest).substring(0, CHECKSUM_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        process.getOutputStream().close();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
