package io.curia.faults;

import java.io.IOException;
import java.util.List;

/** Where the servers live, and what separates them. Servers are numbered from 0. Used by one thread at a time. */
interface Net {
    /** Where the server talks to other servers. */
    String address(int server);

    /** Where clients reach the server, whatever happens between the servers. */
    String clientAddress(int server);

    /** What precedes a command that runs on the server's machine. */
    List<String> on(int server);

    /** Whether links can be harmed; if not, the methods below do nothing. */
    boolean hasLinks();

    /** From now on nothing that {@code from} sends arrives at {@code to}. */
    void cut(int from, int to) throws IOException, InterruptedException;

    /** So many of a hundred packets that arrive at a server from others are lost. */
    void lose(int percent) throws IOException, InterruptedException;

    /** What the server sends to others takes long. */
    void slow(int server) throws IOException, InterruptedException;

    /** All links are as they were. */
    void heal() throws IOException, InterruptedException;

    /** Addresses of the loopback interface, for machines without namespaces. */
    static Net loopback() {
        return new Net() {
            @Override
            public String address(int server) {
                return "127.0.0." + (21 + server);
            }

            @Override
            public String clientAddress(int server) {
                return address(server);
            }

            @Override
            public List<String> on(int server) {
                return List.of();
            }

            @Override
            public boolean hasLinks() {
                return false;
            }

            @Override
            public void cut(int from, int to) { }

            @Override
            public void lose(int percent) { }

            @Override
            public void slow(int server) { }

            @Override
            public void heal() { }
        };
    }
}
