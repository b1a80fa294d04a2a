package io.curia.raft.atomix;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import io.atomix.cluster.MemberId;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.cluster.RaftMember.Type;
import io.atomix.protocols.raft.storage.log.entry.CommandEntry;
import io.atomix.protocols.raft.storage.log.entry.ConfigurationEntry;
import io.atomix.protocols.raft.storage.log.entry.InitializeEntry;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;
import io.atomix.protocols.raft.storage.system.Configuration;
import io.atomix.utils.serializer.Namespace;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The bytes of what Atomix keeps: entries of the log, which also travel that way, and the configuration. The numbers are
 * on disk and on the wire and never change. Atomix' own serializers look into the JDK's classes by reflection, which
 * today's JVMs refuse.
 */
final class EntryCodec {
    /** A command in the log; which one it is, the command itself says. */
    static final OperationId COMMAND = OperationId.command("command");
    private static final int INITIALIZE_KIND = 1;
    private static final int CONFIGURATION_KIND = 2;
    private static final int COMMAND_KIND = 3;
    private static final int FIRST_ID = 100;
    /** More servers than a cluster has. */
    private static final int MOST_MEMBERS = 1_000;
    private static final Type[] TYPES = Type.values();

    private EntryCodec() { }

    static Namespace namespace() {
        return Namespace.builder().setClassLoader(EntryCodec.class.getClassLoader()).nextId(FIRST_ID)
                .register(new EntrySerializer(), InitializeEntry.class)
                .register(new EntrySerializer(), ConfigurationEntry.class)
                .register(new EntrySerializer(), CommandEntry.class)
                .register(new ConfigurationSerializer(), Configuration.class)
                .build("log");
    }

    static void write(RaftLogEntry entry, DataOutput out) throws IOException {
        if (entry instanceof CommandEntry command) {
            out.writeByte(COMMAND_KIND);
            out.writeLong(command.term());
            out.writeLong(command.timestamp());
            out.writeLong(command.session());
            out.writeLong(command.sequenceNumber());
            writeBytes(command.operation().value(), out);
        } else if (entry instanceof ConfigurationEntry configuration) {
            out.writeByte(CONFIGURATION_KIND);
            out.writeLong(configuration.term());
            out.writeLong(configuration.timestamp());
            writeMembers(configuration.members(), out);
        } else if (entry instanceof InitializeEntry initialize) {
            out.writeByte(INITIALIZE_KIND);
            out.writeLong(initialize.term());
            out.writeLong(initialize.timestamp());
        } else {
            throw new IOException("no entry of ours: " + entry.getClass().getSimpleName());
        }
    }

    static RaftLogEntry read(DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        long term = in.readLong();
        long timestamp = in.readLong();
        return switch (kind) {
            case INITIALIZE_KIND -> new InitializeEntry(term, timestamp);
            case CONFIGURATION_KIND -> new ConfigurationEntry(term, timestamp, readMembers(in));
            case COMMAND_KIND -> new CommandEntry(term, timestamp, in.readLong(), in.readLong(),
                    new PrimitiveOperation(COMMAND, readBytes(in, AtomixLimits.ENTRY_BYTES)));
            default -> throw new IOException("an entry of the unknown kind " + kind);
        };
    }

    static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static byte[] readBytes(DataInput in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("a length of " + length + " where " + most + " is the most");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    static void writeMembers(Collection<RaftMember> members, DataOutput out) throws IOException {
        out.writeInt(members.size());
        for (RaftMember member : members) {
            out.writeUTF(member.memberId().id());
            out.writeByte(member.getType().ordinal());
            out.writeLong(member.getLastUpdated().toEpochMilli());
        }
    }

    static Set<RaftMember> readMembers(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_MEMBERS) {
            throw new IOException("a configuration of " + count + " servers");
        }
        Set<RaftMember> members = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            MemberId id = memberId(in.readUTF());
            int type = in.readUnsignedByte();
            if (type >= TYPES.length) {
                throw new IOException("a member of the unknown type " + type);
            }
            members.add(Members.of(id, TYPES[type], in.readLong()));
        }
        return members;
    }

    static MemberId memberId(String id) throws IOException {
        if (id.indexOf('@') < 0) {
            throw new IOException("no member's id: " + id);
        }
        return MemberId.from(id);
    }

    /** Kryo's streams throw exceptions of its own, which tell Atomix that an entry does not fit. */
    private static final class EntrySerializer extends Serializer<RaftLogEntry> {
        @Override
        public void write(Kryo kryo, Output output, RaftLogEntry entry) {
            try {
                EntryCodec.write(entry, new DataOutputStream(output));
            } catch (IOException e) {
                throw new KryoException(e);
            }
        }

        @Override
        public RaftLogEntry read(Kryo kryo, Input input, Class<RaftLogEntry> type) {
            try {
                return EntryCodec.read(new DataInputStream(input));
            } catch (IOException e) {
                throw new KryoException(e);
            }
        }
    }

    private static final class ConfigurationSerializer extends Serializer<Configuration> {
        @Override
        public void write(Kryo kryo, Output output, Configuration configuration) {
            try {
                DataOutputStream out = new DataOutputStream(output);
                out.writeLong(configuration.index());
                out.writeLong(configuration.term());
                out.writeLong(configuration.time());
                writeMembers(configuration.members(), out);
            } catch (IOException e) {
                throw new KryoException(e);
            }
        }

        @Override
        public Configuration read(Kryo kryo, Input input, Class<Configuration> type) {
            try {
                DataInputStream in = new DataInputStream(input);
                return new Configuration(in.readLong(), in.readLong(), in.readLong(), readMembers(in));
            } catch (IOException e) {
                throw new KryoException(e);
            }
        }
    }
}
