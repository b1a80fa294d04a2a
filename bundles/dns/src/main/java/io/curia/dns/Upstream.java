package io.curia.dns;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** Sends one query to one other DNS server. */
@FunctionalInterface
interface Upstream {
    /**
     * The server's answer, with the query's id; ends exceptionally with an {@link java.io.IOException} when there is none
     * in time or too many queries are outstanding. Never blocks.
     */
    CompletableFuture<byte[]> exchange(InetSocketAddress server, boolean tcp, byte[] query, long timeoutMillis);
}
