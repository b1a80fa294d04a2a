package io.curia.core.leader;

import io.curia.api.model.Session;
import io.curia.api.op.CatalogOperations.RegisterRequest;
import io.curia.core.agent.ManualScheduler;
import io.curia.core.codec.Msgpack;
import io.curia.core.fsm.CommandType;
import io.curia.core.fsm.SessionWrites.SessionCommand;
import io.curia.core.store.Keys;
import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import io.curia.core.store.StateTxn;
import io.curia.testkit.Seeds;
import io.curia.testkit.Trace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Servers with their sessions' timers on a {@link SimulatedLog}, and clients that renew until they no longer do. Leaders change,
 * know it late, and time leaps. What has to hold is looked at whenever a session ends or is to be ended, and
 * every few seconds.
 */
final class SessionTimersSimulation implements Seeds.Simulation {
    private static final int SERVERS = 3;
    private static final long TROUBLE_MILLIS = 600_000;
    /** The longest pause between two attempts to end a session, and a little. */
    private static final long GRACE_MILLIS = 330_000;
    private static final long LONGEST_TTL = 60;
    private static final long[] TTLS = {10, 15, 30, LONGEST_TTL};

    private final ManualScheduler time = new ManualScheduler();
    private final Trace trace = new Trace(time::millis);
    private final Msgpack msgpack = new Msgpack();
    private final SplittableRandom random;
    private final SimulatedLog log;
    private final List<Server> servers = new ArrayList<>();
    private final Map<String, Client> clients = new TreeMap<>();
    private boolean electing;
    /** The newest entry that some server has applied. */
    private long newest;
    private int ended;

    SessionTimersSimulation(long seed) {
        random = new SplittableRandom(seed);
        log = new SimulatedLog(SERVERS, time, random.split(), trace);
        log.begin(msgpack.encode(CommandType.REGISTER, new RegisterRequest("dc1", "", "n", "10.0.0.1", null, null, null, null,
                null, false)), i -> servers.add(new Server(i)));
    }

    @Override
    public Trace trace() {
        return trace;
    }

    /** How many sessions have ended. */
    int ended() {
        return ended;
    }

    @Override
    public void run() {
        elect();
        for (int i = 0; i < 12; i++) {
            Client client = new Client(i);
            after(random.nextLong(TROUBLE_MILLIS / 2), client::create);
        }
        while (time.millis() < TROUBLE_MILLIS) {
            time.advance(random.nextLong(5_000));
            switch (random.nextInt(40)) {
                case 0, 1 -> elect();
                case 2 -> time.leap(random.nextLong(40_000));
                case 3 -> servers.get(random.nextInt(SERVERS)).restore();
                default -> servers.forEach(Server::check);
            }
        }
        log.troubled = false;
        time.advance(2_000 * LONGEST_TTL + GRACE_MILLIS);
        servers.forEach(Server::check);
        State state = log.replica(log.leader()).state();
        clients.values().forEach(client -> trace.require(client.runs || client.session(state) == null,
                "there for ever: " + client));
    }

    private void elect() {
        if (electing) {
            return;
        }
        electing = true;
        if (log.leader() >= 0) {
            servers.get(log.leader()).told(false, random.nextInt(2_500));
            log.fall();
        }
        int next = random.nextInt(SERVERS);
        after(random.nextInt(3) == 0 ? random.nextLong(15_000) : random.nextLong(500), () -> {
            log.elect(next);
            electing = false;
            servers.get(next).believes = true;
            servers.get(next).told(true, random.nextInt(300));
        });
    }

    private void after(long millis, Runnable task) {
        time.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    private final class Server implements StateStore.Listener {
        private final int number;
        private final SessionTimers timers;
        private final Set<String> asked = new HashSet<>();
        private final Set<String> askedOnce = new HashSet<>();
        /** What its engine says, to whoever asks. */
        private boolean believes;
        private boolean leads;
        private long since;
        private long nextNews;

        Server(int number) {
            this.number = number;
            StateStore store = log.replica(number).store;
            timers = new SessionTimers(store, time, this::end);
            store.listen(timers);
            store.listen(this);
        }

        /** News of its leadership comes late, but in order. */
        void told(boolean leading, long delay) {
            nextNews = Math.max(nextNews, time.millis() + delay);
            after(nextNews - time.millis(), () -> {
                trace.note("server " + number + (leading ? " knows that it leads" : " knows that it leads no longer"));
                // an engine that has been elected again meanwhile goes on saying so
                believes = leading || log.leader() == number;
                leads = leading;
                since = time.millis();
                askedOnce.clear();
                timers.onLeadership(leading);
            });
        }

        /** The same state comes once more, as a snapshot. */
        void restore() {
            trace.note("server " + number + " restores its state");
            StateStore store = log.replica(number).store;
            store.restore(store.state());
            since = time.millis();
        }

        private CompletableFuture<?> end(String id) {
            Client client = clients.get(id);
            trace.note("server " + number + " wants to end " + client);
            trace.require(leads, "a server that does not lead ends " + client);
            trace.require(askedOnce.contains(id) || time.millis() - since >= 2 * client.ttl,
                    "less than the full time after the leader began: " + client);
            trace.require(asked.add(id), "two ends under way of " + client);
            askedOnce.add(id);
            return log.apply(number, msgpack.encode(CommandType.SESSION, SessionCommand.end(id)))
                    .whenComplete((done, failure) -> asked.remove(id));
        }

        void check() {
            State state = log.replica(number).state();
            int[] sessions = {0};
            state.sessions.forEach(session -> {
                sessions[0]++;
                Client client = clients.get(session.id());
                boolean late = time.millis() - Math.max(since, client.touched) > 2 * client.ttl;
                trace.require(!leads || !late || askedOnce.contains(session.id()), "its time is over: " + client);
                return true;
            });
            trace.require(timers.size() == (leads ? sessions[0] : 0), "server " + number + " has timers of " + timers.size()
                    + " sessions, and there are " + sessions[0]);
        }

        @Override
        public void onCommit(State before, State after, StateTxn changes) {
            if (after.index > newest) {
                newest = after.index;
                clients.values().forEach(client -> client.follow(client.session(before) != null, client.session(after) != null));
            }
        }

        @Override
        public void onRestore(State after) {
            // nothing has changed
        }
    }

    /** Creates a session and renews it in time, mostly. */
    private final class Client {
        private final String id;
        private final long ttl;
        private final long stops;
        private boolean runs;
        private boolean gone;
        /** When a server renewed it whose answer came. */
        private long acknowledged;
        /** When a server last gave it its time again. */
        private long touched;

        Client(int number) {
            id = new UUID(0x1111_1111L, number).toString();
            ttl = 1_000 * TTLS[random.nextInt(TTLS.length)];
            stops = random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextLong(TROUBLE_MILLIS);
            clients.put(id, this);
        }

        Session session(State state) {
            return state.sessions.get(Keys.name(id));
        }

        void create() {
            int leader = log.leader();
            Session session = new Session(id, "", "n", 0, Session.RELEASE, ttl / 1000 + "s", List.of(), null, null, 0, 0);
            if (leader < 0) {
                after(500, this::create);
                return;
            }
            log.apply(leader, msgpack.encode(CommandType.SESSION, new SessionCommand(false, session)))
                    .whenComplete((done, failure) -> {
                        if (failure == null) {
                            runs = true;
                            acknowledge(time.millis());
                        }
                    });
        }

        private void acknowledge(long at) {
            acknowledged = at;
            trace.note("renewed: " + this);
            // the careless come late, or too late
            long pause = random.nextInt(8) == 0 ? random.nextLong(5 * ttl / 2) : ttl / 8 + random.nextLong(ttl * 3 / 4);
            after(pause, this::renew);
        }

        private void renew() {
            if (time.millis() >= stops) {
                trace.note("renews no more: " + this);
                runs = false;
                return;
            }
            // it may reach one that does not know that it leads no longer
            List<Server> asked = servers.stream().filter(server -> server.believes).toList();
            if (asked.isEmpty()) {
                after(1_000, this::renew);
                return;
            }
            Server server = asked.get(random.nextInt(asked.size()));
            after(random.nextLong(20), () -> {
                if (!server.believes) {
                    after(1_000, this::renew);
                    return;
                }
                boolean there = server.timers.renew(id) != null;
                long now = time.millis();
                touched = there ? now : touched;
                after(random.nextInt(10) == 0 ? random.nextLong(ttl / 8) : random.nextLong(20), () -> answered(there, now));
            });
        }

        private void answered(boolean there, long at) {
            if (!there) {
                trace.note("lost: " + this);
                runs = false;
            } else if (random.nextInt(20) == 0) {
                after(1_000, this::renew);
            } else {
                acknowledge(at);
            }
        }

        void follow(boolean before, boolean after) {
            if (before == after) {
                return;
            }
            trace.note((after ? "begun: " : "ended: ") + this);
            touched = time.millis();
            if (!after) {
                ended++;
                trace.require(!gone, "ended twice: " + this);
                trace.require(time.millis() - acknowledged >= ttl, "ended within its time: " + this);
                gone = true;
            }
        }

        @Override
        public String toString() {
            return id.substring(id.length() - 2) + " of " + ttl + " ms, renewed at " + acknowledged;
        }
    }
}
