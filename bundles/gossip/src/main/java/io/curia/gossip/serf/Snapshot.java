package io.curia.gossip.serf;

import io.curia.api.gossip.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who was there, so that an agent that comes back finds its pool again: a text file in Serf's format, a line for each
 * change. Lines are gathered, and written together; when the file has outgrown what it says, it is written anew. Owned by the
 * pool's thread.
 */
public final class Snapshot {
    private static final int SMALLEST_LIMIT = 128 * 1024;
    private static final int BYTES_A_NODE = 128;
    private final Storage storage;
    private final Map<String, String> alive = new LinkedHashMap<>();
    private final StringBuilder pending = new StringBuilder();
    private long size;
    private long time;
    private long eventTime;
    private long queryTime;
    private boolean leaving;

    /** The file. Called on the pool's thread; writes elsewhere, in order. */
    public interface Storage {
        void append(String text);

        void replace(String text);
    }

    /** What a file said. */
    public record Content(Map<String, String> alive, long time, long eventTime, long queryTime) {
        public static final Content NONE = new Content(Map.of(), 0, 0, 0);

        /** @param rejoinAfterLeave whether who left comes back by itself */
        public static Content parse(Iterable<String> lines, boolean rejoinAfterLeave) {
            Map<String, String> alive = new LinkedHashMap<>();
            long[] times = new long[3];
            for (String line : lines) {
                if (line.startsWith("alive: ")) {
                    int space = line.lastIndexOf(' ');
                    if (space > "alive: ".length()) {
                        alive.put(line.substring("alive: ".length(), space), line.substring(space + 1));
                    }
                } else if (line.startsWith("not-alive: ")) {
                    alive.remove(line.substring("not-alive: ".length()));
                } else if (line.startsWith("clock: ")) {
                    times[0] = number(line, times[0]);
                } else if (line.startsWith("event-clock: ")) {
                    times[1] = number(line, times[1]);
                } else if (line.startsWith("query-clock: ")) {
                    times[2] = number(line, times[2]);
                } else if (line.equals("leave") && !rejoinAfterLeave) {
                    alive.clear();
                    times = new long[3];
                }
            }
            return new Content(alive, times[0], times[1], times[2]);
        }

        /** A line that was torn when the machine went down says nothing. */
        private static long number(String line, long otherwise) {
            try {
                long value = Long.parseLong(line.substring(line.indexOf(' ') + 1));
                return value < 0 || value > LamportClock.MOST ? otherwise : value;
            } catch (NumberFormatException e) {
                return otherwise;
            }
        }

        /** Where the others were. */
        public List<String> addresses(String self) {
            List<String> addresses = new ArrayList<>();
            alive.forEach((name, address) -> {
                if (!name.equals(self)) {
                    addresses.add(address);
                }
            });
            return addresses;
        }
    }

    /** @param size of the file as it is */
    public Snapshot(Storage storage, Content content, long size) {
        this.storage = storage;
        this.alive.putAll(content.alive());
        this.time = content.time();
        this.eventTime = content.eventTime();
        this.queryTime = content.queryTime();
        this.size = size;
    }

    void member(Member member, boolean forgotten) {
        if (leaving) {
            return;
        }
        boolean there = !forgotten && (member.status() == Member.ALIVE || member.status() == Member.LEAVING);
        String host = member.addr().indexOf(':') < 0 ? member.addr() : "[" + member.addr() + "]";
        String address = host + ":" + member.port();
        String line = "";
        if (there && !address.equals(alive.put(member.name(), address))) {
            line = "alive: " + member.name() + " " + address + "\n";
        } else if (!there && alive.remove(member.name()) != null) {
            line = "not-alive: " + member.name() + "\n";
        }
        pending.append(line);
    }

    void clocks(long now, long event, long query) {
        if (leaving) {
            return;
        }
        if (now != time) {
            time = now;
            pending.append("clock: ").append(now).append('\n');
        }
        if (event != eventTime) {
            eventTime = event;
            pending.append("event-clock: ").append(event).append('\n');
        }
        if (query != queryTime) {
            queryTime = query;
            pending.append("query-clock: ").append(query).append('\n');
        }
    }

    /** From now on nothing is noted: those who see this member go must not look gone to it. */
    void leave() {
        if (!leaving) {
            leaving = true;
            pending.append("leave\n");
            flush();
        }
    }

    void flush() {
        if (pending.length() == 0) {
            return;
        }
        String text = pending.toString();
        pending.setLength(0);
        size += text.length();
        if (size <= Math.max(SMALLEST_LIMIT, 2L * BYTES_A_NODE * alive.size())) {
            storage.append(text);
            return;
        }
        StringBuilder whole = new StringBuilder();
        alive.forEach((name, address) -> whole.append("alive: ").append(name).append(' ').append(address).append('\n'));
        whole.append("clock: ").append(time).append("\nevent-clock: ").append(eventTime).append("\nquery-clock: ")
                .append(queryTime).append('\n');
        if (leaving) {
            whole.append("leave\n");
        }
        size = whole.length();
        storage.replace(whole.toString());
    }
}
