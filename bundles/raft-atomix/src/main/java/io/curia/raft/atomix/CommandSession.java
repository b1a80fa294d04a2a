package io.curia.raft.atomix;

import io.atomix.cluster.MemberId;
import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveId;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.Commit;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.session.Session;
import io.atomix.primitive.session.SessionId;
import io.atomix.protocols.raft.ReadConsistency;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.service.RaftServiceContext;
import io.atomix.protocols.raft.session.RaftSession;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;

/**
 * Atomix takes commands from clients' sessions with services ("primitives") of its own. Ours come from this server alone
 * and go to one state machine ({@link Applier}), so there is one session, which is in no log, and a service that is never
 * asked for anything.
 */
final class CommandSession {
    private static final String NAME = "commands";

    private CommandSession() { }

    /**
     * A session on this server.
     *
     * @param id not that of another run or server: it says whose commands an entry holds
     */
    static RaftSession open(RaftContext raft, long id, MemberId self) {
        RaftServiceContext service = new RaftServiceContext(PrimitiveId.from(1), NAME, new Type(), new ServiceConfig(),
                new NoService(), raft, raft::getThreadContext);
        return raft.getSessions().addSession(new RaftSession(SessionId.from(id), self, NAME, new Type(),
                ReadConsistency.SEQUENTIAL, 0, Long.MAX_VALUE, 0, new NoSerializer(), service, raft, raft::getThreadContext));
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("commands go to the state machine");
    }

    @SuppressWarnings("rawtypes")
    private static final class Type implements PrimitiveType {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public PrimitiveConfig newConfig() {
            throw unused();
        }

        @Override
        public PrimitiveBuilder newBuilder(String name, PrimitiveConfig config, PrimitiveManagementService management) {
            throw unused();
        }

        @Override
        public PrimitiveService newService(ServiceConfig config) {
            throw unused();
        }
    }

    private static final class NoService implements PrimitiveService {
        @Override
        public void init(ServiceContext context) {
            // nothing to do it with
        }

        @Override
        public void tick(WallClockTimestamp timestamp) {
            // no timers
        }

        @Override
        public Serializer serializer() {
            throw unused();
        }

        @Override
        public void backup(BackupOutput output) {
            throw unused();
        }

        @Override
        public void restore(BackupInput input) {
            throw unused();
        }

        @Override
        public byte[] apply(Commit<byte[]> commit) {
            throw unused();
        }

        @Override
        public void register(Session session) {
            // the only one is known
        }

        @Override
        public void expire(SessionId session) {
            // it does not expire
        }

        @Override
        public void close(SessionId session) {
            // it ends with the server
        }
    }

    private static final class NoSerializer implements Serializer {
        @Override
        public <T> byte[] encode(T object) {
            throw unused();
        }

        @Override
        public <T> T decode(byte[] bytes) {
            throw unused();
        }
    }
}
