package io.curia.core.agent.event;

import io.curia.api.agent.Codec;
import io.curia.api.model.KvEntry;
import io.curia.api.model.UserEvent;
import io.curia.api.op.CuriaException;
import io.curia.api.op.Dispatcher;
import io.curia.api.op.KvOperations;
import io.curia.api.op.ReadOptions;
import io.curia.api.op.WriteOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs commands that come as events, when that is allowed. The job stands in the key-value store; acknowledgement, output
 * and exit code go there too, locked by the session that asked. One task on the blocking executor for each job.
 */
public final class RemoteExec implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteExec.class);
    private static final int MOST_JOBS = 16;
    private static final long JOB_WAIT_SECONDS = 10;
    private static final int CHUNK = 4096;
    private final String node;
    private final BooleanSupplier allowed;
    private final Dispatcher dispatcher;
    private final Codec codec;
    private final Supplier<String> token;
    private final Executor blocking;
    private final ScheduledExecutorService timers;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();

    /** What an event asks for. */
    private record Order(String prefix, String session) { }

    /** What is to be run: {@code args}, else the script, else the command through a shell. */
    private record Job(List<String> args, byte[] script, String command) { }

    public RemoteExec(String node, BooleanSupplier allowed, Dispatcher dispatcher, Codec codec, Supplier<String> token,
            Executor blocking, ScheduledExecutorService timers) {
        this.node = node;
        this.allowed = allowed;
        this.dispatcher = dispatcher;
        this.codec = codec;
        this.token = token;
        this.blocking = blocking;
        this.timers = timers;
    }

    /** Takes a request; returns at once. */
    public void requested(UserEvent event) {
        if (!allowed.getAsBoolean()) {
            LOG.warn("ignoring remote exec event, disabled.: event_name={} event_id={}", event.name(), event.id());
            return;
        }
        Order order = order(event);
        if (order == null || running.size() >= MOST_JOBS) {
            LOG.error("remote exec event {} is refused: {}", event.id(),
                    order == null ? "it cannot be read" : MOST_JOBS + " jobs are running");
            return;
        }
        try {
            blocking.execute(() -> perform(order));
        } catch (RejectedExecutionException e) {
            LOG.error("remote exec event {} is refused: {}", event.id(), e.getMessage());
        }
    }

    private Order order(UserEvent event) {
        if (event.payload() == null) {
            return null;
        }
        try {
            Object value = codec.parse(event.payload(), Object.class, false);
            return value instanceof Map<?, ?> map && map.get("Prefix") instanceof String prefix
                    && map.get("Session") instanceof String session ? new Order(prefix, session) : null;
        } catch (CuriaException e) {
            return null;
        }
    }

    private void perform(Order order) {
        String base = order.prefix + "/" + order.session + "/";
        try {
            Job job = job(base + "job");
            String own = base + node + "/";
            if (job == null || !write(own + "ack", new byte[0], order.session)) {
                LOG.error("the remote exec job {} is not there or not ours to answer", base);
                return;
            }
            int code = run(job, own, order.session);
            write(own + "exit", Integer.toString(code).getBytes(StandardCharsets.UTF_8), order.session);
        } catch (IOException e) {
            LOG.error("remote exec failed: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Job job(String key) throws InterruptedException, IOException {
        KvEntry entry = await(dispatcher.read(KvOperations.GET, new KvOperations.GetRequest(key),
                ReadOptions.DEFAULT.withToken(token.get()))).value();
        if (entry == null || entry.value() == null) {
            return null;
        }
        try {
            if (!(codec.parse(entry.value(), Object.class, false) instanceof Map<?, ?> map)) {
                return null;
            }
            List<String> args = map.get("Args") instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList() : List.of();
            byte[] script = map.get("Script") instanceof String text && !text.isEmpty()
                    ? Base64.getDecoder().decode(text) : null;
            return new Job(args, script, map.get("Command") instanceof String text ? text : "");
        } catch (CuriaException | IllegalArgumentException e) {
            throw new IOException("the job cannot be read: " + e.getMessage(), e);
        }
    }

    private <T> T await(java.util.concurrent.CompletableFuture<T> future) throws InterruptedException, IOException {
        try {
            return future.get(JOB_WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IOException("the key-value store does not answer", e);
        }
    }

    private boolean write(String key, byte[] value, String session) throws InterruptedException, IOException {
        return await(dispatcher.write(KvOperations.APPLY, new KvOperations.ApplyRequest(KvOperations.Verb.LOCK, key,
                value, 0, 0, session), new WriteOptions("", token.get())));
    }

    private int run(Job job, String own, String session) throws IOException, InterruptedException {
        Path script = null;
        ExecOutput output = new ExecOutput(timers, blocking, CHUNK, (number, chunk) ->
                write(own + "out/" + String.format("%05x", number), chunk, session));
        try {
            List<String> command;
            if (!job.args.isEmpty()) {
                command = job.args;
            } else if (job.script != null) {
                script = Files.createTempFile("rexec", "",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                Files.write(script, job.script);
                command = List.of(script.toString());
            } else {
                command = List.of("/bin/sh", "-c", job.command);
            }
            return pump(command, output);
        } finally {
            output.end();
            if (script != null) {
                Files.deleteIfExists(script);
            }
        }
    }

    private int pump(List<String> command, ExecOutput output) throws InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
        } catch (IOException e) {
            output.add(e.getMessage().getBytes(StandardCharsets.UTF_8), e.getMessage().length());
            return 255;
        }
        running.add(process);
        try (InputStream in = process.getInputStream()) {
            byte[] buffer = new byte[CHUNK];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                output.add(buffer, n);
            }
            return process.waitFor();
        } catch (IOException e) {
            LOG.error("remote exec lost the output of its command: {}", e.getMessage());
            return 255;
        } finally {
            running.remove(process);
            process.destroyForcibly();
        }
    }

    /** Ends what is running. */
    @Override
    public void close() {
        running.forEach(Process::destroyForcibly);
    }
}
