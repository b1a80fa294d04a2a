package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.protocols.raft.RaftError;
import io.atomix.protocols.raft.protocol.AppendRequest;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.ConfigureRequest;
import io.atomix.protocols.raft.protocol.ConfigureResponse;
import io.atomix.protocols.raft.protocol.InstallRequest;
import io.atomix.protocols.raft.protocol.InstallResponse;
import io.atomix.protocols.raft.protocol.PollRequest;
import io.atomix.protocols.raft.protocol.PollResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.protocols.raft.protocol.RaftResponse.Status;
import io.atomix.protocols.raft.protocol.VoteRequest;
import io.atomix.protocols.raft.protocol.VoteResponse;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Messages between servers. A request is one byte that says which, the cluster, whom it is meant for, and its fields; a
 * reply is its fields alone. The numbers are on the wire and never change.
 */
final class Frames {
    static final byte POLL = 1;
    static final byte VOTE = 2;
    /** A vote that the leader itself asked for: it waits for no election timeout. */
    static final byte TRANSFER_VOTE = 3;
    static final byte APPEND = 4;
    static final byte CONFIGURE = 5;
    static final byte INSTALL = 6;
    /** The leader of a term asks a server to take over. */
    static final byte TAKE_OVER = 7;
    /** Where the leader's log is committed to, by which barrier. */
    static final byte READ_INDEX = 8;
    /** Which term a server has reached. */
    static final byte CONFIRM = 9;

    /** More than Atomix puts into one message, unless an entry alone is larger. */
    private static final int MOST_ENTRIES = 64 << 10;
    private static final RaftError.Type[] ERRORS = RaftError.Type.values();

    private Frames() { }

    /** What is written into a message, or read from one. */
    interface Body {
        void write(DataOutputStream out) throws IOException;
    }

    interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }

    /** What all requests have in front. */
    record Header(byte kind, String cluster, MemberId target) {
        static Header read(DataInputStream in) throws IOException {
            return new Header(in.readByte(), in.readUTF(), EntryCodec.memberId(in.readUTF()));
        }
    }

    static ByteBuffer request(Header header, Body body) {
        return bytes(out -> {
            out.writeByte(header.kind);
            out.writeUTF(header.cluster);
            out.writeUTF(header.target.id());
            body.write(out);
        });
    }

    static ByteBuffer bytes(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            body.write(out);
        } catch (IOException e) {
            throw new IllegalArgumentException("no message of ours", e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    static DataInputStream open(ByteBuffer message) {
        if (message.hasArray()) {
            return new DataInputStream(new ByteArrayInputStream(message.array(), message.arrayOffset() + message.position(),
                    message.remaining()));
        }
        byte[] bytes = new byte[message.remaining()];
        message.duplicate().get(bytes);
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }

    static <T> T parse(ByteBuffer message, Reader<T> reader) throws IOException {
        return parse(open(message), reader);
    }

    static <T> T parse(DataInputStream in, Reader<T> reader) throws IOException {
        try {
            T value = reader.read(in);
            if (in.available() > 0) {
                throw new IOException(in.available() + " bytes too many in a message");
            }
            return value;
        } catch (RuntimeException e) {
            // Atomix checks its values
            throw new IOException("no message of ours: " + e.getMessage(), e);
        }
    }

    static void write(PollRequest request, DataOutputStream out) throws IOException {
        writeCandidate(request.term(), request.candidate(), request.lastLogIndex(), request.lastLogTerm(), out);
    }

    static PollRequest readPoll(DataInputStream in) throws IOException {
        return PollRequest.builder().withTerm(in.readLong()).withCandidate(EntryCodec.memberId(in.readUTF()))
                .withLastLogIndex(in.readLong()).withLastLogTerm(in.readLong()).build();
    }

    static void write(VoteRequest request, DataOutputStream out) throws IOException {
        writeCandidate(request.term(), request.candidate(), request.lastLogIndex(), request.lastLogTerm(), out);
    }

    static VoteRequest readVote(DataInputStream in) throws IOException {
        return VoteRequest.builder().withTerm(in.readLong()).withCandidate(EntryCodec.memberId(in.readUTF()))
                .withLastLogIndex(in.readLong()).withLastLogTerm(in.readLong()).build();
    }

    private static void writeCandidate(long term, MemberId candidate, long index, long lastTerm, DataOutputStream out)
            throws IOException {
        out.writeLong(term);
        out.writeUTF(candidate.id());
        out.writeLong(index);
        out.writeLong(lastTerm);
    }

    static void write(AppendRequest request, DataOutputStream out) throws IOException {
        out.writeLong(request.term());
        out.writeUTF(request.leader().id());
        out.writeLong(request.prevLogIndex());
        out.writeLong(request.prevLogTerm());
        out.writeLong(request.commitIndex());
        out.writeInt(request.entries().size());
        for (RaftLogEntry entry : request.entries()) {
            EntryCodec.write(entry, out);
        }
    }

    static AppendRequest readAppend(DataInputStream in) throws IOException {
        AppendRequest.Builder request = AppendRequest.builder().withTerm(in.readLong())
                .withLeader(EntryCodec.memberId(in.readUTF())).withPrevLogIndex(in.readLong())
                .withPrevLogTerm(in.readLong()).withCommitIndex(in.readLong());
        int count = in.readInt();
        if (count < 0 || count > MOST_ENTRIES) {
            throw new IOException("a message of " + count + " entries");
        }
        List<RaftLogEntry> entries = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            entries.add(EntryCodec.read(in));
        }
        return request.withEntries(entries).build();
    }

    static void write(ConfigureRequest request, DataOutputStream out) throws IOException {
        out.writeLong(request.term());
        out.writeUTF(request.leader().id());
        out.writeLong(request.index());
        out.writeLong(request.timestamp());
        EntryCodec.writeMembers(request.members(), out);
    }

    static ConfigureRequest readConfigure(DataInputStream in) throws IOException {
        return ConfigureRequest.builder().withTerm(in.readLong()).withLeader(EntryCodec.memberId(in.readUTF()))
                .withIndex(in.readLong()).withTime(in.readLong()).withMembers(EntryCodec.readMembers(in)).build();
    }

    static void write(InstallRequest request, DataOutputStream out) throws IOException {
        out.writeLong(request.term());
        out.writeUTF(request.leader().id());
        out.writeLong(request.snapshotIndex());
        out.writeLong(request.snapshotTimestamp());
        out.writeInt(request.snapshotVersion());
        out.writeInt(request.chunkOffset());
        out.writeBoolean(request.complete());
        EntryCodec.writeBytes(request.data(), out);
    }

    static InstallRequest readInstall(DataInputStream in) throws IOException {
        InstallRequest.Builder request = InstallRequest.builder().withTerm(in.readLong())
                .withLeader(EntryCodec.memberId(in.readUTF())).withIndex(in.readLong()).withTimestamp(in.readLong())
                .withVersion(in.readInt()).withOffset(in.readInt()).withComplete(in.readBoolean());
        return request.withData(EntryCodec.readBytes(in, AtomixLimits.ENTRY_BYTES)).build();
    }

    private static void writeStatus(RaftResponse response, DataOutputStream out) throws IOException {
        out.writeByte(response.status().id());
        RaftError error = response.error();
        out.writeByte(error == null ? -1 : error.type().ordinal());
        if (error != null) {
            out.writeUTF(error.message() == null ? "" : error.message());
        }
    }

    private static Status readStatus(DataInputStream in) throws IOException {
        return Status.forId(in.readUnsignedByte());
    }

    private static RaftError readError(DataInputStream in) throws IOException {
        int type = in.readByte();
        if (type >= ERRORS.length) {
            throw new IOException("an error of the unknown type " + type);
        }
        return type < 0 ? null : new RaftError(ERRORS[type], in.readUTF());
    }

    static ByteBuffer reply(PollResponse response) {
        return bytes(out -> {
            writeStatus(response, out);
            out.writeLong(response.term());
            out.writeBoolean(response.accepted());
        });
    }

    static PollResponse readPolled(DataInputStream in) throws IOException {
        return new PollResponse(readStatus(in), readError(in), in.readLong(), in.readBoolean());
    }

    static ByteBuffer reply(VoteResponse response) {
        return bytes(out -> {
            writeStatus(response, out);
            out.writeLong(response.term());
            out.writeBoolean(response.voted());
        });
    }

    static VoteResponse readVoted(DataInputStream in) throws IOException {
        return new VoteResponse(readStatus(in), readError(in), in.readLong(), in.readBoolean());
    }

    static ByteBuffer reply(AppendResponse response) {
        return bytes(out -> {
            writeStatus(response, out);
            out.writeLong(response.term());
            out.writeBoolean(response.succeeded());
            out.writeLong(response.lastLogIndex());
        });
    }

    static AppendResponse readAppended(DataInputStream in) throws IOException {
        return new AppendResponse(readStatus(in), readError(in), in.readLong(), in.readBoolean(), in.readLong());
    }

    static ByteBuffer reply(ConfigureResponse response) {
        return bytes(out -> writeStatus(response, out));
    }

    static ConfigureResponse readConfigured(DataInputStream in) throws IOException {
        return new ConfigureResponse(readStatus(in), readError(in));
    }

    /** @param known whether this server needs nothing of the snapshot, so that the rest of it can be left out */
    static ByteBuffer reply(InstallResponse response, boolean known) {
        return bytes(out -> {
            writeStatus(response, out);
            out.writeBoolean(known);
        });
    }

    record Installed(InstallResponse response, boolean known) { }

    static Installed readInstalled(DataInputStream in) throws IOException {
        return new Installed(new InstallResponse(readStatus(in), readError(in)), in.readBoolean());
    }

    static ByteBuffer reply(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(0, number);
    }
}
