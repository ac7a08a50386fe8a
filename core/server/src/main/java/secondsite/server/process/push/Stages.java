package secondsite.server.process.push;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import secondsite.api.activity.ErrorCode;
import secondsite.api.installation.PreflightCheck;
import secondsite.api.installation.PreflightCheck.Name;

/** How far a connection came, told as checks: all before the one that failed passed, all behind it were not looked at. */
final class Stages {

    private static final Map<Name, List<ErrorCode>> STAGES = new LinkedHashMap<>();

    static {
        STAGES.put(Name.ADDRESS, List.of(ErrorCode.MACHINE_ADDRESS_UNKNOWN));
        STAGES.put(Name.PORT, List.of(ErrorCode.MACHINE_UNREACHABLE));
        STAGES.put(Name.SSH, List.of(ErrorCode.SSH_MISSING));
        STAGES.put(Name.HOST_KEY, List.of(ErrorCode.HOST_KEY_UNKNOWN, ErrorCode.HOST_KEY_CHANGED));
        STAGES.put(Name.CREDENTIALS, List.of(ErrorCode.SIGN_IN_REFUSED));
        STAGES.put(Name.SHELL, List.of(ErrorCode.SHELL_UNUSABLE));
        STAGES.put(Name.SUDO, List.of(ErrorCode.SUDO_REFUSED));
    }

    private Stages() {}

    /** All passed. @param details by name, where there is something to tell */
    static List<PreflightCheck> passed(Map<Name, String> details) {
        return STAGES.keySet().stream().map(name -> PreflightCheck.passed(name, details.getOrDefault(name, "")))
                .toList();
    }

    /** Whether what failed is one of them. */
    static boolean knows(PushFailure failure) {
        return STAGES.values().stream().anyMatch(codes -> codes.contains(failure.code()));
    }

    /** @param details by name, where there is something to tell of what passed */
    static List<PreflightCheck> failed(PushFailure failure, Map<Name, String> details) {
        var checks = new ArrayList<PreflightCheck>();
        boolean over = false;
        for (Map.Entry<Name, List<ErrorCode>> stage : STAGES.entrySet()) {
            Name name = stage.getKey();
            if (over) {
                checks.add(PreflightCheck.skipped(name));
            } else if (stage.getValue().contains(failure.code())) {
                checks.add(PreflightCheck.failed(name, failure.code(), failure.getMessage()));
                over = true;
            } else {
                checks.add(PreflightCheck.passed(name, details.getOrDefault(name, "")));
            }
        }
        return List.copyOf(checks);
    }
}
