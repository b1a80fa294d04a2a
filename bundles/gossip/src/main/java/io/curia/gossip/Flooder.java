package io.curia.gossip;

import io.curia.api.gossip.GossipPool;
import io.curia.api.gossip.Member;
import io.curia.gossip.swim.Scheduler;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/**
 * Brings the servers of the LAN pool into the WAN pool: whenever one appears, and every minute those that are not there.
 * Owned by the loop's thread.
 */
final class Flooder implements GossipPool.Listener {
    private static final long PERIOD_NANOS = 60_000_000_000L;
    private static final long SOON_NANOS = 200_000_000L;
    private final SerfPool lan;
    private final SerfPool wan;
    private final Scheduler scheduler;
    private final Executor owner;
    private final Logger log;
    /** Names of servers whose join is under way; never more than there are members. */
    private final Set<String> joining = new HashSet<>();
    private boolean soon;
    private boolean stopped;

    Flooder(SerfPool lan, SerfPool wan, Scheduler scheduler, Executor owner, Logger log) {
        this.lan = lan;
        this.wan = wan;
        this.scheduler = scheduler;
        this.owner = owner;
        this.log = log;
    }

    void start() {
        owner.execute(this::periodic);
    }

    void stop() {
        owner.execute(() -> stopped = true);
    }

    private void periodic() {
        if (!stopped) {
            flood();
            scheduler.after(PERIOD_NANOS, this::periodic);
        }
    }

    @Override
    public void onMember(Member member, boolean forgotten) {
        if (!forgotten && member.status() == Member.ALIVE && ServerTags.server(member.tags())) {
            owner.execute(() -> {
                if (!soon) {
                    soon = true;
                    scheduler.after(SOON_NANOS, () -> {
                        soon = false;
                        flood();
                    });
                }
            });
        }
    }

    private void flood() {
        if (stopped) {
            return;
        }
        Set<String> there = new HashSet<>();
        for (Member member : wan.members()) {
            if (member.status() == Member.ALIVE) {
                there.add(member.name());
            }
        }
        for (Member server : lan.members()) {
            Map<String, String> tags = server.tags();
            String name = server.name() + "." + tags.get("dc");
            String port = tags.getOrDefault("wan_join_port", "");
            if (server.status() == Member.ALIVE && ServerTags.server(tags) && !port.isEmpty() && !there.contains(name)
                    && joining.add(name)) {
                String host = server.addr().indexOf(':') < 0 ? server.addr() : "[" + server.addr() + "]";
                join(name, host + ":" + port);
            }
        }
    }

    private void join(String name, String address) {
        wan.join(List.of(address)).whenComplete((reached, failure) -> owner.execute(() -> {
            joining.remove(name);
            if (failure == null) {
                log.info("Successfully performed flood-join for \"{}\" at {}", name, address);
            } else {
                log.debug("Failed to flood-join \"{}\" at {}: {}", name, address, failure.getMessage());
            }
        }));
    }
}
