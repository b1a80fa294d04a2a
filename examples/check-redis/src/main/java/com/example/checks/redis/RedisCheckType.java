package com.example.checks.redis;

import io.curia.api.check.CheckContext;
import io.curia.api.check.CheckSpec;
import io.curia.api.check.HealthCheckType;
import io.curia.api.check.InvalidCheckException;
import io.curia.api.check.Probe;
import io.curia.api.net.EventLoop;
import io.curia.api.net.HostPort;
import io.curia.api.net.NetworkException;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Whether a Redis server answers a PING: {@code redis = "localhost:6379"}. */
@Component
public final class RedisCheckType implements HealthCheckType {
    private static final String REDIS = "redis";

    /** One thread for all checks of this type; it starts with the first probe. */
    private final EventLoop loop = new EventLoop("check-redis");

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Set<String> fields() {
        return Set.of(REDIS);
    }

    @Override
    public boolean claims(CheckSpec spec) {
        return spec.has(REDIS);
    }

    @Override
    public Probe open(CheckSpec spec, CheckContext context) throws InvalidCheckException {
        HostPort server;
        try {
            server = HostPort.parse(spec.text(REDIS));
        } catch (NetworkException e) {
            throw new InvalidCheckException("redis: " + e.getMessage());
        }
        return new RedisProbe(loop, server, spec.timeoutOr(defaultTimeout()), context.blocking());
    }

    /** The bundle is stopped, replaced or deleted: nothing may be left of it. */
    @Deactivate
    void deactivate() {
        loop.close();
    }
}
