package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.AgentControl;
import io.curia.api.gossip.GossipPool.KeyOperation;
import io.curia.api.model.KeyringResponse;
import io.curia.api.model.Wire;
import io.curia.api.op.CuriaException;
import io.curia.api.op.InternalOperations;
import io.curia.api.op.InternalOperations.KeyringReport;
import io.curia.api.op.InternalOperations.KeyringRequest;
import io.curia.http.call.Call;
import io.curia.http.text.GoText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The gossip's keys (reference: http-api, section 10.1): an operation on all pools, and what their members said. */
final class KeyringEndpoints {
    private static final int MAX_RELAYS = 5;

    private KeyringEndpoints() { }

    /** What is asked. */
    record KeyRequest(@Wire(omitEmpty = true) String key) { }

    static void handle(Call call) {
        boolean list = call.method().equals("GET");
        AgentAccess.require(call, Resource.KEYRING, "", list ? Access.READ : Access.WRITE, () -> {
            int relays = relays(call.query().get("relay-factor"));
            if (list) {
                answer(call, KeyOperation.LIST, "", relays, call.query().get("local-only").equals("true"));
            } else {
                KeyOperation operation = call.method().equals("POST") ? KeyOperation.INSTALL
                        : call.method().equals("PUT") ? KeyOperation.USE : KeyOperation.REMOVE;
                call.body(body -> answer(call, operation, key(call, body), relays, false));
            }
        });
    }

    private static int relays(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        long relays;
        try {
            relays = GoText.parseUint(text);
        } catch (IllegalArgumentException e) {
            throw CuriaException.badRequest("Bad request: Error parsing relay factor: " + e.getMessage());
        }
        if (relays < 0 || relays > MAX_RELAYS) {
            throw CuriaException.badRequest("Bad request: Relay factor must be in range: [0, 5]");
        }
        return (int) relays;
    }

    private static String key(Call call, byte[] body) {
        try {
            KeyRequest request = call.services().codec().parse(body, KeyRequest.class, false);
            return request == null || request.key() == null ? "" : request.key();
        } catch (CuriaException e) {
            throw CuriaException.badRequest("Bad request: Request decode failed: " + e.getMessage());
        }
    }

    private static void answer(Call call, KeyOperation operation, String key, int relays, boolean localOnly) {
        AgentControl control = call.services().control();
        if (!control.server()) {
            call.text(500, "keyring operations must run against a server node");
            return;
        }
        int bad = undecodable(key);
        if (bad >= 0) {
            refuse(call, Stream.of("WAN", control.datacenter() + " (LAN)")
                    .map(pool -> pool + " error: illegal base64 data at input byte " + bad).toList());
            return;
        }
        call.write(InternalOperations.KEYRING, new KeyringRequest(operation, key, relays, localOnly, false),
                call.writeOptions(), report -> answer(call, operation, report));
    }

    private static void answer(Call call, KeyOperation operation, KeyringReport report) {
        List<String> problems = new ArrayList<>();
        for (KeyringResponse pool : report.responses()) {
            if (!pool.error().isEmpty()) {
                problems.add((pool.wan() ? "WAN" : pool.datacenter() + " (LAN)") + " error: " + pool.error());
                new TreeMap<>(pool.messages() == null ? Map.of() : pool.messages())
                        .forEach((node, message) -> problems.add(node + ": " + message));
            }
        }
        if (!problems.isEmpty()) {
            refuse(call, problems);
        } else if (operation == KeyOperation.LIST) {
            call.json(report.responses());
        } else {
            call.empty(200);
        }
    }

    private static void refuse(Call call, List<String> problems) {
        StringBuilder text = new StringBuilder();
        text.append(problems.size() == 1 ? "1 error" : problems.size() + " errors").append(" occurred:\n");
        problems.forEach(problem -> text.append("\t* ").append(problem).append('\n'));
        call.text(500, text.append('\n').toString());
    }

    /** Where a text stops being base64 (an incomplete group of four: where that begins); negative when it does not. */
    static int undecodable(String text) {
        int end = text.endsWith("==") ? text.length() - 2 : text.endsWith("=") ? text.length() - 1 : text.length();
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean known = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/';
            if (!known) {
                return i;
            }
        }
        return text.length() % 4 == 0 ? -1 : text.length() - text.length() % 4;
    }
}
