package secondsite.server.configuration.installation;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import secondsite.api.ProblemCode;
import secondsite.api.installation.InstallationRequest;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.TargetMachine;
import secondsite.server.web.ProblemException;

/** Checks what is asked for; what is wrong is said with the name of the field, and no secret is quoted. */
final class RequestChecks {

    static final int AT_ONCE = 8;

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}|[0-9a-fA-F:.]{2,45}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern FINGERPRINT = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");
    private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~^-]{0,60}");
    private static final int MOST = 500;
    private static final int MOST_AT_ONCE = 32;
    private static final int LAST_PORT = 65_535;
    private static final int LONGEST_USER = 200;
    private static final int LONGEST_PASSWORD = 1000;
    private static final int LONGEST_KEY = 20_000;

    private RequestChecks() {}

    static void check(InstallationRequest request) {
        require(request.action() != null, "'action' is missing");
        require(!request.machines().isEmpty() && request.machines().size() <= MOST,
                "'machines' has " + request.machines().size() + " entries; 1 to " + MOST + " are possible");
        request.machines().forEach(RequestChecks::check);
        refuseTwice(request.machines());
        require(request.version() == null || VERSION.matcher(request.version()).matches(),
                "'version' is no version");
        require(request.atOnce() == null || request.atOnce() > 0 && request.atOnce() <= MOST_AT_ONCE,
                "'atOnce' is " + request.atOnce() + "; 1 to " + MOST_AT_ONCE + " are possible");
        check(request.signIn(), request.credential());
    }

    private static void check(TargetMachine machine) {
        require(machine != null && machine.address() != null && ADDRESS.matcher(machine.address()).matches(),
                "'machines' holds " + quoted(machine == null ? null : machine.address())
                        + ", which is no name or address of a machine");
        require(machine.port() == null || machine.port() > 0 && machine.port() <= LAST_PORT,
                "'port' of " + machine.address() + " is " + machine.port());
        require(machine.name() == null || NAME.matcher(machine.name()).matches(), "'name' of " + machine.address()
                + " is " + quoted(machine.name()) + "; possible are letters, digits, '.', '_' and '-', at most 63");
        require(machine.hostKey() == null || FINGERPRINT.matcher(machine.hostKey()).matches(),
                "'hostKey' of " + machine.address() + " is no fingerprint like SHA256:...");
    }

    private static void refuseTwice(List<TargetMachine> machines) {
        var seen = new HashSet<String>();
        var names = new HashSet<String>();
        for (TargetMachine machine : machines) {
            require(seen.add(subject(machine)), machine.address() + " stands in 'machines' twice");
            require(machine.name() == null || names.add(machine.name().toLowerCase(Locale.ROOT)),
                    "two of 'machines' have the name " + machine.name());
        }
    }

    /** By which a machine is told from others. */
    static String subject(TargetMachine machine) {
        String address = machine.address().toLowerCase(Locale.ROOT) + ":" + machine.sshPort();
        // Longer ones are no id of a job.
        return address.length() <= 90 ? address : UUID.nameUUIDFromBytes(address.getBytes()).toString();
    }

    static void check(MachineSignIn signIn, UUID credential) {
        require((signIn == null) != (credential == null), "either 'signIn' or 'credential' is needed");
        if (signIn == null) {
            return;
        }
        require(signIn.userName() != null && !signIn.userName().isBlank()
                && signIn.userName().length() <= LONGEST_USER
                && signIn.userName().chars().noneMatch(Character::isISOControl),
                "'userName' is missing, too long, or has characters that cannot be seen");
        require(signIn.password() != null || signIn.privateKey() != null,
                "'signIn' has neither 'password' nor 'privateKey'");
        oneLine("password", signIn.password());
        oneLine("sudoPassword", signIn.sudoPassword());
        oneLine("passphrase", signIn.passphrase());
        require(signIn.privateKey() == null || signIn.privateKey().length() <= LONGEST_KEY,
                "'privateKey' is longer than " + LONGEST_KEY + " characters");
    }

    private static void oneLine(String field, String secret) {
        require(secret == null || !secret.isEmpty() && secret.length() <= LONGEST_PASSWORD
                && secret.chars().noneMatch(each -> each == '\n' || each == '\r' || each == 0),
                "'" + field + "' is empty, longer than " + LONGEST_PASSWORD + " characters, or more than one line");
    }

    private static String quoted(String value) {
        return value == null ? "nothing" : "'" + (value.length() > 80 ? value.substring(0, 80) + "..." : value) + "'";
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, what);
        }
    }
}
