package io.curia.cli.http;

import java.io.IOException;

/** Opens connections of one sort. */
interface Connector {

    /** @throws IOException whose message is what the user sees, in Go's words */
    Connection open(Endpoint endpoint) throws IOException;
}
