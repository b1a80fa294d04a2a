package io.curia.core.rpc;

import java.io.IOException;

/**
 * What is around the fields of a message: nothing, for most. Some of Consul's messages are bytes with several values in them, as
 * one says what the type of the next is.
 */
interface Envelope {
    /** Messages that are a map of fields. */
    Envelope NONE = new Envelope() { };

    /** Of the fields of a request, what travels. */
    default byte[] sealRequest(byte[] fields) {
        return fields;
    }

    /** @throws IOException when it is no such message */
    default byte[] openRequest(byte[] message) throws IOException {
        return message;
    }

    /** Of the fields of a reply, what travels. */
    default byte[] sealReply(byte[] fields) {
        return fields;
    }

    /** @throws IOException when it is no such message */
    default byte[] openReply(byte[] message) throws IOException {
        return message;
    }
}
