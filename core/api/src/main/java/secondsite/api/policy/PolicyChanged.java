package secondsite.api.policy;

import java.util.List;

/**
 * How a policy is from now on.
 *
 * @param losses what is given up of the past because less is kept than before
 */
public record PolicyChanged(Policy policy, List<RetentionLoss> losses) {

    public PolicyChanged {
        losses = List.copyOf(losses);
    }
}
