package io.curia.http.call;

import io.curia.api.op.Answer;
import io.curia.api.op.Consistency;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** Which headers about the answer a read sends. */
public enum Meta {
    /** None. */
    NONE,
    /** Whether there is a leader, and when it was last heard of. */
    CONTACT,
    /** That and the index. */
    INDEX,
    /** The same, but nothing at all when the read failed: so the keys. */
    ANSWERED,
    /** That and how the read was done. */
    FULL;

    /** {@code asked} rather than the answer says how: others, who asked in another way, may share the answer. */
    void add(HttpFields.Mutable fields, Answer<?> answer, Consistency asked) {
        if (this == NONE) {
            return;
        }
        long contact = answer.lastContactMillis();
        fields.add(contact == 0 ? Headers.CONTACT_NOW : new HttpField("X-Consul-Lastcontact", Long.toString(contact)));
        fields.add(answer.knownLeader() ? Headers.LEADER_KNOWN : Headers.LEADER_UNKNOWN);
        if (this == CONTACT) {
            return;
        }
        fields.add(new HttpField("X-Consul-Index", Long.toString(Math.max(1, answer.index()))));
        if (this == FULL) {
            fields.add(Headers.CONSISTENCY[asked.ordinal()]);
        }
        fields.add(Headers.BLOCKING);
    }

    /** A read that failed says what a read says that found nothing out. */
    void addFailed(HttpFields.Mutable fields) {
        if (this == NONE || this == CONTACT || this == ANSWERED) {
            return;
        }
        fields.add(Headers.CONTACT_NOW);
        fields.add(Headers.LEADER_UNKNOWN);
        fields.add(new HttpField("X-Consul-Index", "1"));
        fields.add(Headers.BLOCKING);
    }

    /** For reads whose answer is of no particular index: the headers again, with the least of all. */
    public void withoutIndex(HttpFields.Mutable fields, Answer<?> answer, Consistency asked) {
        forget(fields);
        add(fields, new Answer<>(null, 1, answer.lastContactMillis(), answer.knownLeader(), asked), asked);
    }

    /** Takes the headers back. */
    public static void forget(HttpFields.Mutable fields) {
        fields.remove("X-Consul-Lastcontact");
        fields.remove("X-Consul-Knownleader");
        fields.remove("X-Consul-Index");
        fields.remove("X-Consul-Effective-Consistency");
        fields.remove("X-Consul-Query-Backend");
    }

    /** How a read was done, as text. */
    public static String level(Consistency asked) {
        return Headers.CONSISTENCY[asked.ordinal()].getValue();
    }
}
