package io.curia.consensus.testkit;

import io.curia.api.consensus.StateMachine;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Remembers every command in order, with its index and term, and answers {@code <index>:<command>}. It fails loudly when
 * an engine breaks the rules: two threads at once, an index that does not rise.
 */
public final class RecordingStateMachine implements StateMachine {
    /** The command that makes {@link #apply} throw, which a state machine must not do. */
    public static final String POISON = "poison";

    /** One command as it was applied. */
    public record Entry(long index, long term, String command) { }

    private final List<Entry> entries = new ArrayList<>();
    private final AtomicReference<String> violation = new AtomicReference<>();
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private int applied;
    private int restored;
    private long appliedIndex;

    @Override
    public byte[] apply(long index, long term, byte[] command) {
        enter();
        try {
            String text = new String(command, StandardCharsets.UTF_8);
            synchronized (this) {
                if (index <= appliedIndex) {
                    violation.compareAndSet(null, "index " + index + " after " + appliedIndex);
                }
                appliedIndex = index;
                applied++;
                if (text.equals(POISON)) {
                    throw new IllegalStateException("poisoned");
                }
                entries.add(new Entry(index, term, text));
            }
            return (index + ":" + text).getBytes(StandardCharsets.UTF_8);
        } finally {
            inside.set(null);
        }
    }

    private void enter() {
        Thread other = inside.getAndSet(Thread.currentThread());
        if (other != null) {
            violation.compareAndSet(null, other.getName() + " and " + Thread.currentThread().getName() + " at once");
        }
    }

    @Override
    public synchronized SnapshotWriter freeze() {
        List<Entry> frozen = List.copyOf(entries);
        long index = appliedIndex;
        return new SnapshotWriter() {
            @Override
            public long index() {
                return index;
            }

            @Override
            public void write(OutputStream out) throws IOException {
                writeAll(out, index, frozen);
            }

            @Override
            public void close() {
                // nothing held beyond the list
            }
        };
    }

    private static void writeAll(OutputStream out, long index, List<Entry> entries) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeLong(index);
        data.writeInt(entries.size());
        for (Entry entry : entries) {
            data.writeLong(entry.index());
            data.writeLong(entry.term());
            byte[] command = entry.command().getBytes(StandardCharsets.UTF_8);
            data.writeInt(command.length);
            data.write(command);
        }
        data.flush();
    }

    @Override
    public void restore(InputStream state) throws IOException {
        DataInputStream data = new DataInputStream(state);
        List<Entry> read = new ArrayList<>();
        long index = data.readLong();
        int count = data.readInt();
        for (int i = 0; i < count; i++) {
            long at = data.readLong();
            long term = data.readLong();
            byte[] command = data.readNBytes(data.readInt());
            read.add(new Entry(at, term, new String(command, StandardCharsets.UTF_8)));
        }
        synchronized (this) {
            entries.clear();
            entries.addAll(read);
            appliedIndex = index;
            restored++;
        }
    }

    @Override
    public synchronized long appliedIndex() {
        return appliedIndex;
    }

    /** What was applied, oldest first. */
    public synchronized List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** The commands alone, oldest first. */
    public synchronized List<String> commands() {
        return entries.stream().map(Entry::command).toList();
    }

    /** How many commands came through {@link #apply}, restored ones not counted. */
    public synchronized int applied() {
        return applied;
    }

    /** How often a snapshot was restored. */
    public synchronized int restored() {
        return restored;
    }

    /** The first rule that the engine broke, or null. */
    public String violation() {
        return violation.get();
    }
}
