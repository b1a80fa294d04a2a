package io.curia.core.stream;

import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import java.io.IOException;

/**
 * What a subscriber wants to follow.
 *
 * @param key a service's name
 * @param index up to which the subscriber knows everything already; 0 if it knows nothing
 */
record SubscribeRequest(Endpoint endpoint, String key, String token, long index, String datacenter) {
    private static final int SERVICE_HEALTH = 1;
    private static final int SERVICE_HEALTH_CONNECT = 2;
    private static final String DEFAULT = "default";

    /** From a message; newer releases put the key into a subject. */
    static SubscribeRequest read(byte[] message) throws StatusException {
        Fields fields = new Fields();
        try {
            fields.read(new ProtoReader(message), false);
        } catch (IOException e) {
            throw invalid("the request cannot be read: " + e.getMessage());
        }
        Endpoint endpoint = switch (fields.topic) {
            case SERVICE_HEALTH -> Endpoint.SERVICE;
            case SERVICE_HEALTH_CONNECT -> Endpoint.CONNECT;
            default -> throw invalid("topic " + fields.topic + " is not served here, only service health");
        };
        if (fields.key.isEmpty()) {
            throw invalid("Key is required");
        }
        if (fields.elsewhere) {
            throw invalid("namespaces, partitions and peers are not served here");
        }
        return new SubscribeRequest(endpoint, fields.key, fields.token, fields.index, fields.datacenter);
    }

    private static StatusException invalid(String message) {
        return new StatusException(Code.INVALID_ARGUMENT, message);
    }

    /** As they come. */
    private static final class Fields {
        private int topic;
        private String key = "";
        private String token = "";
        private long index;
        private String datacenter = "";
        private boolean elsewhere;

        private void read(ProtoReader in, boolean subject) throws IOException {
            for (int field = in.next(); field != 0; field = in.next()) {
                if (subject) {
                    readSubject(in, field);
                } else {
                    readRequest(in, field);
                }
            }
        }

        private void readRequest(ProtoReader in, int field) throws IOException {
            switch (field) {
                case 1 -> topic = (int) in.integer();
                case 2 -> key = in.text();
                case 3 -> token = in.text();
                case 4 -> index = in.integer();
                case 5 -> datacenter = in.text();
                case 6, 7 -> place(in.text());
                case 8 -> elsewhere |= !in.text().isEmpty();
                case 10 -> read(in.message(), true);
                default -> in.skip();
            }
        }

        private void readSubject(ProtoReader in, int field) throws IOException {
            switch (field) {
                case 1 -> key = in.text();
                case 2, 3 -> place(in.text());
                case 4 -> elsewhere |= !in.text().isEmpty();
                default -> in.skip();
            }
        }

        private void place(String name) {
            elsewhere |= !name.isEmpty() && !name.equals(DEFAULT);
        }
    }
}
