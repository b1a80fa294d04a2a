package io.curia.config.address;

import java.util.List;

/** The network interfaces of the host, as far as configuration depends on them. Read only when they are needed. */
public interface HostInterfaces {

    /** All addresses of all interfaces. */
    List<HostAddress> addresses();

    /** The interface of the default route, or "". */
    String defaultInterface();
}
