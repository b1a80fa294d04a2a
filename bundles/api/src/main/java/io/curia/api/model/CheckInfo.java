package io.curia.api.model;

import java.util.List;
import java.util.Map;

/** What a check in the catalog says about how it is probed; all empty for checks of an agent. */
public record CheckInfo(
        @Wire(value = "Interval", aliases = "IntervalDuration", omitEmpty = true, duration = true) long intervalNanos,
        @Wire(value = "Timeout", aliases = "TimeoutDuration", omitEmpty = true, duration = true) long timeoutNanos,
        @Wire(value = "DeregisterCriticalServiceAfter", aliases = "DeregisterCriticalServiceAfterDuration",
                omitEmpty = true, duration = true) long deregisterAfterNanos,
        @Wire(value = "HTTP", omitEmpty = true) String http,
        @Wire(value = "TLSServerName", omitEmpty = true) String tlsServerName,
        @Wire(value = "TLSSkipVerify", omitEmpty = true) boolean tlsSkipVerify,
        @Wire(omitEmpty = true) Map<String, List<String>> header,
        @Wire(omitEmpty = true) String method,
        @Wire(omitEmpty = true) String body,
        @Wire(omitEmpty = true) boolean disableRedirects,
        @Wire(value = "TCP", omitEmpty = true) String tcp,
        @Wire(value = "UDP", omitEmpty = true) String udp,
        @Wire(value = "H2PING", omitEmpty = true) String h2ping,
        @Wire(omitEmpty = true) int outputMaxSize,
        @Wire(omitEmpty = true) List<String> scriptArgs,
        @Wire(omitEmpty = true) String dockerContainerID,
        @Wire(omitEmpty = true) String shell,
        @Wire(value = "GRPC", omitEmpty = true) String grpc,
        @Wire(value = "GRPCUseTLS", omitEmpty = true) boolean grpcUseTLS,
        @Wire(omitEmpty = true) String aliasNode,
        @Wire(omitEmpty = true) String aliasService,
        @Wire(value = "OSService", omitEmpty = true) String osService,
        @Wire(value = "TTL", omitEmpty = true, duration = true) long ttlNanos) {
    /** Says nothing. */
    public static final CheckInfo NONE = new CheckInfo(0, 0, 0, "", "", false, null, "", "", false, "", "", "", 0, null,
            "", "", "", false, "", "", "", 0);
}
