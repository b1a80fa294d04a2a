package io.curia.http.call;

import io.curia.api.op.Answer;
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
    /** That and how the read was done. */
    FULL;

    void add(HttpFields.Mutable fields, Answer<?> answer) {
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
            fields.add(Headers.CONSISTENCY[answer.consistency().ordinal()]);
        }
        fields.add(Headers.BLOCKING);
    }

    /** A read that failed says what a read says that found nothing out. */
    void addFailed(HttpFields.Mutable fields) {
        if (this == NONE || this == CONTACT) {
            return;
        }
        fields.add(Headers.CONTACT_NOW);
        fields.add(Headers.LEADER_UNKNOWN);
        fields.add(new HttpField("X-Consul-Index", "1"));
        fields.add(Headers.BLOCKING);
    }
}
