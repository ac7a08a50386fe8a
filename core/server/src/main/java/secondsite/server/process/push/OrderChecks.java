package secondsite.server.process.push;

import java.util.regex.Pattern;
import secondsite.api.ProblemCode;
import secondsite.api.installation.MachineSignIn;
import secondsite.api.installation.PushOrder;
import secondsite.api.installation.PushStep;
import secondsite.server.web.ProblemException;

/** Whether an order makes sense. What is wrong is said by the field's name, never with what stands in it. */
final class OrderChecks {

    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._%:-]{0,252}|[0-9a-fA-F:]{2,45}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9 .:_/-]{1,200}");
    private static final int LAST_PORT = 65_535;

    private OrderChecks() {}

    static void check(PushOrder order) {
        require(order.step() != null, "step");
        require(order.owner() != null && OWNER.matcher(order.owner()).matches(), "owner");
        require(order.machine() != null && order.machine().address() != null
                && ADDRESS.matcher(order.machine().address()).matches(), "machine.address");
        require(order.machine().sshPort() > 0 && order.machine().sshPort() <= LAST_PORT, "machine.port");
        MachineSignIn signIn = order.signIn();
        require(signIn != null && signIn.userName() != null && !signIn.userName().isBlank(), "signIn.userName");
        require(signIn.password() != null || signIn.privateKey() != null, "signIn.password");
        require(oneLine(signIn.password()), "signIn.password");
        require(oneLine(signIn.sudoPassword()), "signIn.sudoPassword");
        if (order.step() == PushStep.REGISTER) {
            require(order.machine().name() != null && NAME.matcher(order.machine().name()).matches(), "machine.name");
            require(order.server() != null && order.authority() != null && order.token() != null, "token");
        }
    }

    private static boolean oneLine(String secret) {
        return secret == null || secret.chars().noneMatch(each -> each == '\n' || each == '\r' || each == 0);
    }

    private static void require(boolean holds, String field) {
        if (!holds) {
            throw new ProblemException(ProblemCode.BAD_REQUEST, "'" + field + "' is missing, or not possible");
        }
    }
}
