package io.curia.core.archive;

import io.curia.api.consensus.Consensus;
import io.curia.api.op.CuriaException;
import io.curia.core.codec.GoJson;
import io.curia.core.codec.Msgpack;
import io.curia.core.fsm.RestoreCommands;
import io.curia.core.store.Snapshot;
import io.curia.core.store.State;
import io.curia.core.store.StateStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an archive of the present state, and replaces the state by that of an archive, through the log. */
public final class StateArchive {
    private static final Logger LOG = LoggerFactory.getLogger(StateArchive.class);
    private static final String META = "meta.json";
    private static final String STATE = "state.bin";
    private static final String SUMS = "SHA256SUMS";
    private static final long LIMIT = 1L << 30;

    /** An archive and the index that it is of. */
    public record Saved(byte[] content, long index) { }

    /** The description in an archive; field names are part of the format. */
    record Meta(int version, @io.curia.api.model.Wire("ID") String id, long index, long term, String peers,
            Configuration configuration, long configurationIndex, long size) { }

    /** The servers at that time. */
    record Configuration(List<PeerInfo> servers) { }

    /** One of them. */
    record PeerInfo(int suffrage, @io.curia.api.model.Wire("ID") String id, String address) { }

    private final PortableState portable = new PortableState();
    private final StateStore store;
    private final Msgpack msgpack;
    private final Supplier<Consensus> consensus;
    private final LongSupplier clockMillis;
    private final GoJson json = new GoJson();

    /** @param consensus the engine, null while there is none */
    public StateArchive(StateStore store, Msgpack msgpack, Supplier<Consensus> consensus, LongSupplier clockMillis) {
        this.store = store;
        this.msgpack = msgpack;
        this.consensus = consensus;
        this.clockMillis = clockMillis;
    }

    /** The present state as an archive. Takes as long as the state is large: not for a thread that must not wait. */
    public Saved save() {
        State state = store.state();
        try {
            ByteArrayOutputStream rows = new ByteArrayOutputStream();
            portable.write(state, rows);
            byte[] stateBytes = rows.toByteArray();
            long now = clockMillis.getAsLong();
            Consensus engine = consensus.get();
            List<PeerInfo> peers = engine == null ? List.of() : engine.status().peers().stream()
                    .map(peer -> new PeerInfo(peer.voter() ? 0 : 1, peer.id(), peer.address())).toList();
            byte[] meta = json.json(new Meta(1, state.term + "-" + state.index + "-" + now, state.index, state.term, "",
                    new Configuration(peers), 1, stateBytes.length), false);
            String sums = digest(meta) + "  " + META + "\n" + digest(stateBytes) + "  " + STATE + "\n";
            ByteArrayOutputStream archive = new ByteArrayOutputStream();
            try (GZIPOutputStream zip = new GZIPOutputStream(archive)) {
                Tar.add(zip, META, meta, now / 1000);
                Tar.add(zip, STATE, stateBytes, now / 1000);
                Tar.add(zip, SUMS, sums.getBytes(StandardCharsets.UTF_8), now / 1000);
                Tar.end(zip);
            }
            return new Saved(archive.toByteArray(), state.index);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replaces the state; ends when it has taken effect. An archive that is not whole changes nothing. */
    public CompletableFuture<Void> restore(byte[] archive) {
        byte[] state;
        try {
            state = translated(verified(archive));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(CuriaException.failed(
                    "failed to read snapshot file: " + e.getMessage()));
        } catch (CuriaException e) {
            return CompletableFuture.failedFuture(e);
        }
        Consensus engine = consensus.get();
        if (engine == null) {
            return CompletableFuture.failedFuture(
                    new CuriaException(CuriaException.Kind.NO_LEADER, "No cluster leader"));
        }
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        for (byte[] command : RestoreCommands.split(state)) {
            last = last.thenCompose(before -> engine.apply(command));
        }
        return last.handle((applied, failure) -> {
            if (failure != null) {
                throw CuriaException.failed("failed to restore snapshot: " + failure.getMessage());
            }
            return null;
        });
    }

    /** As the servers of this cluster write a state. */
    private byte[] translated(byte[] archived) throws IOException {
        PortableState.Read read = portable.read(archived, store.state().term);
        read.passedOver().forEach((kind, count) -> LOG.warn("restored without what is not supported: kind=\"{}\" count={}", kind,
                count));
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        new Snapshot(msgpack).write(read.state(), rows);
        return rows.toByteArray();
    }

    private static byte[] verified(byte[] archive) throws IOException {
        Map<String, byte[]> files;
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(archive))) {
            files = Tar.read(zip, LIMIT);
            // to the end, where gzip has its checksum
            zip.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            String what = e instanceof java.io.EOFException || e.getMessage() == null ? "unexpected EOF"
                    : e.getMessage().equals("Not in GZIP format") ? "gzip: invalid header" : e.getMessage();
            throw CuriaException.failed("failed to decompress snapshot: " + what);
        }
        byte[] state = files.get(STATE);
        byte[] meta = files.get(META);
        byte[] sums = files.get(SUMS);
        if (state == null || meta == null || sums == null) {
            throw new IOException("failed checking integrity of snapshot: list missing hash for a file");
        }
        String list = new String(sums, StandardCharsets.UTF_8);
        if (!list.contains(digest(meta) + "  " + META) || !list.contains(digest(state) + "  " + STATE)) {
            throw new IOException("failed checking integrity of snapshot: hash check failed");
        }
        return state;
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
