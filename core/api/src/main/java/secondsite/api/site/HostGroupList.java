package secondsite.api.site;

import java.util.List;

/** All groups, by name. */
public record HostGroupList(List<HostGroup> groups) {

    public HostGroupList {
        groups = List.copyOf(groups);
    }
}
