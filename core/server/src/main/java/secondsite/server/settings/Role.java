package secondsite.server.settings;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a server can be; one program may be several. */
public enum Role {
    /** Knows everything and decides. */
    @JsonProperty("configuration-server")
    CONFIGURATION_SERVER,
    /** Receives from agents, caches and forwards. */
    @JsonProperty("process-server")
    PROCESS_SERVER,
    /** Keeps replicas and their past. */
    @JsonProperty("master-target")
    MASTER_TARGET
}
