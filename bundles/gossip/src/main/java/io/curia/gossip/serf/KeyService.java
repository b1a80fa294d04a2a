package io.curia.gossip.serf;

import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.gossip.GossipPool.KeyReport;
import io.curia.api.gossip.GossipPool.QueryReply;
import io.curia.gossip.crypto.Keyring;
import io.curia.gossip.wire.MsgReader;
import io.curia.gossip.wire.MsgWriter;
import io.curia.gossip.wire.WireException;
import java.security.InvalidKeyException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;

/** Keys by queries: every member does what it is told with its keyring, and says whether it could. */
final class KeyService {
    static final String INSTALL = "_serf_install-key";
    static final String USE = "_serf_use-key";
    static final String REMOVE = "_serf_remove-key";
    static final String LIST = "_serf_list-keys";
    private static final Set<String> QUERIES = Set.of(INSTALL, USE, REMOVE, LIST);
    /** An answer has to fit into a packet. */
    private static final int MOST_KEYS_BYTES = Queries.LARGEST - 160;
    private final Keyring keyring;
    private final KeyStore store;
    private final Logger log;

    private record Answer(boolean ok, String message, List<String> keys, String primary) { }

    KeyService(Keyring keyring, KeyStore store, Logger log) {
        this.keyring = keyring;
        this.store = store;
        this.log = log;
    }

    static String queryOf(KeyOperation operation) {
        return switch (operation) {
            case LIST -> LIST;
            case INSTALL -> INSTALL;
            case USE -> USE;
            case REMOVE -> REMOVE;
        };
    }

    static byte[] request(byte[] key) {
        return new MsgWriter().octet(SerfMessage.KEY_REQUEST).map(1).text("Key").raw(key).bytes();
    }

    /** Does what a query wants; nothing when it is not about keys. */
    void onQuery(String name, byte[] payload, Consumer<byte[]> answer) {
        if (!QUERIES.contains(name)) {
            return;
        }
        if (!keyring.enabled()) {
            answer.accept(encode(new Answer(false, name.equals(LIST) ? "Keyring is empty (encryption not enabled)"
                    : "No keyring to modify (encryption not enabled)", List.of(), "")));
            return;
        }
        if (name.equals(LIST)) {
            answer.accept(encode(listed()));
            return;
        }
        try {
            change(name, key(payload));
        } catch (InvalidKeyException | WireException e) {
            log.warn("Refused {}: {}", name, e.getMessage());
            answer.accept(encode(new Answer(false, e.getMessage(), List.of(), "")));
            return;
        }
        log.info("Carried out {}", name);
        store.save(keyring.keys(), problem -> answer.accept(encode(problem == null
                ? new Answer(true, "", List.of(), "") : new Answer(false, problem, List.of(), ""))));
    }

    private void change(String name, byte[] key) throws InvalidKeyException {
        switch (name) {
            case INSTALL -> keyring.install(key);
            case USE -> keyring.use(key);
            default -> keyring.remove(key);
        }
    }

    private Answer listed() {
        List<String> keys = keyring.keys();
        List<String> fitting = new ArrayList<>();
        int size = 0;
        for (String key : keys) {
            size += key.length() + 3;
            if (size > MOST_KEYS_BYTES) {
                return new Answer(true, "truncated key list response, showing first " + fitting.size() + " of "
                        + keys.size() + " keys", fitting, keys.get(0));
            }
            fitting.add(key);
        }
        return new Answer(true, "", fitting, keys.get(0));
    }

    private static byte[] key(byte[] payload) throws WireException {
        MsgReader in = new MsgReader(payload);
        if (in.octet() != SerfMessage.KEY_REQUEST) {
            throw new WireException("the request for a change of keys is malformed");
        }
        byte[] key = SerfCodec.NOTHING;
        for (int n = in.map(); n > 0; n--) {
            if (in.text().equals("Key")) {
                key = in.raw();
            } else {
                in.skip();
            }
        }
        return key;
    }

    private static byte[] encode(Answer answer) {
        MsgWriter out = new MsgWriter().octet(SerfMessage.KEY_RESPONSE).map(4).text("Result").bool(answer.ok())
                .text("Message").text(answer.message()).text("Keys").array(answer.keys().size());
        answer.keys().forEach(out::text);
        return out.text("PrimaryKey").text(answer.primary()).bytes();
    }

    private static Answer decode(byte[] payload) throws WireException {
        MsgReader in = new MsgReader(payload);
        if (in.octet() != SerfMessage.KEY_RESPONSE) {
            throw new WireException("the answer about keys is malformed");
        }
        boolean ok = false;
        String message = "";
        List<String> keys = new ArrayList<>();
        String primary = "";
        for (int n = in.map(); n > 0; n--) {
            switch (in.text()) {
                case "Result" -> ok = in.bool();
                case "Message" -> message = in.text();
                case "PrimaryKey" -> primary = in.text();
                case "Keys" -> {
                    for (int i = in.array(); i > 0; i--) {
                        keys.add(in.text());
                    }
                }
                default -> in.skip();
            }
        }
        return new Answer(ok, message, keys, primary);
    }

    /** What all answers say together. @param nodes how many were asked */
    static KeyReport report(List<QueryReply> replies, int nodes) {
        Map<String, String> messages = new TreeMap<>();
        Map<String, Integer> keys = new TreeMap<>();
        Map<String, Integer> primaries = new TreeMap<>();
        int errors = 0;
        for (QueryReply reply : replies) {
            try {
                Answer answer = decode(reply.payload());
                errors += answer.ok ? 0 : 1;
                if (!answer.ok || !answer.message.isEmpty()) {
                    messages.put(reply.node(), answer.message);
                }
                answer.keys.forEach(key -> keys.merge(key, 1, Integer::sum));
                if (!answer.primary.isEmpty()) {
                    primaries.merge(answer.primary, 1, Integer::sum);
                }
            } catch (WireException e) {
                errors++;
                messages.put(reply.node(), e.getMessage());
            }
        }
        return new KeyReport(messages, keys, primaries, nodes, replies.size(), errors);
    }
}
