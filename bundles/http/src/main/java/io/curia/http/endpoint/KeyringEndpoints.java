package io.curia.http.endpoint;

import io.curia.api.acl.Authorizer.Access;
import io.curia.api.acl.Authorizer.Resource;
import io.curia.api.agent.AgentControl;
import io.curia.api.gossip.Member;
import io.curia.api.model.Wire;
import io.curia.api.op.CuriaException;
import io.curia.http.call.Call;
import io.curia.http.text.GoText;
import java.util.ArrayList;
import java.util.List;

/**
 * The gossip's keys (reference: http-api, section 10.1). They cannot be managed through the agent yet; what is answered
 * is what a pool without encryption answers: that there is no keyring, after the request itself has been found good.
 */
final class KeyringEndpoints {
    private static final int MAX_RELAYS = 5;

    private KeyringEndpoints() { }

    /** What is asked. */
    record KeyRequest(@Wire(omitEmpty = true) String key) { }

    static void handle(Call call) {
        boolean list = call.method().equals("GET");
        AgentAccess.require(call, Resource.KEYRING, "", list ? Access.READ : Access.WRITE, () -> {
            relays(call.query().get("relay-factor"));
            if (list) {
                answer(call, "", call.query().get("local-only").equals("true"));
            } else {
                call.body(body -> answer(call, key(call, body), false));
            }
        });
    }

    private static void relays(String text) {
        if (text.isEmpty()) {
            return;
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
    }

    private static String key(Call call, byte[] body) {
        try {
            KeyRequest request = call.services().codec().parse(body, KeyRequest.class, false);
            return request == null || request.key() == null ? "" : request.key();
        } catch (CuriaException e) {
            throw CuriaException.badRequest("Bad request: Request decode failed: " + e.getMessage());
        }
    }

    private static void answer(Call call, String key, boolean localOnly) {
        AgentControl control = call.services().control();
        if (!control.server()) {
            call.text(500, "keyring operations must run against a server node");
            return;
        }
        int bad = undecodable(key);
        List<String> problems = new ArrayList<>();
        if (!localOnly) {
            pool("WAN", control.members(true), bad, problems);
        }
        pool(control.datacenter() + " (LAN)", control.members(false), bad, problems);
        StringBuilder text = new StringBuilder();
        text.append(problems.size() == 1 ? "1 error" : problems.size() + " errors").append(" occurred:\n");
        problems.forEach(problem -> text.append("\t* ").append(problem).append('\n'));
        call.text(500, text.append('\n').toString());
    }

    private static void pool(String name, List<Member> members, int bad, List<String> problems) {
        if (bad >= 0) {
            problems.add(name + " error: illegal base64 data at input byte " + bad);
            return;
        }
        List<Member> alive = members.stream().filter(member -> member.status() == Member.ALIVE).toList();
        problems.add(name + " error: " + alive.size() + "/" + alive.size() + " nodes reported failure");
        alive.forEach(member -> problems.add(member.name() + ": Keyring is empty (encryption not enabled)"));
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
