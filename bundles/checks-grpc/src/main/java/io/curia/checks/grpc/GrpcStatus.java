package io.curia.checks.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Status codes of gRPC and the text of an error, as its Go library prints it. */
final class GrpcStatus {
    private static final String[] NAMES = {"OK", "Canceled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound",
        "AlreadyExists", "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted", "OutOfRange",
        "Unimplemented", "Internal", "Unavailable", "DataLoss", "Unauthenticated"};
    static final int UNKNOWN = 2;
    static final int DEADLINE_EXCEEDED = 4;
    static final int INTERNAL = 13;
    static final int UNAVAILABLE = 14;

    private GrpcStatus() { }

    static String error(int code, String description) {
        String name = code >= 0 && code < NAMES.length ? NAMES[code] : "Code(" + code + ")";
        return "rpc error: code = " + name + " desc = " + description;
    }

    /** The code that an HTTP status stands for. */
    static int ofHttp(int status) {
        return switch (status) {
            case 400 -> INTERNAL;
            case 401 -> 16;
            case 403 -> 7;
            case 404 -> 12;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }

    /** Undoes the percent-encoding of a status message; what is malformed stays. */
    static String decode(String message) {
        if (message.indexOf('%') < 0) {
            return message;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.length());
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            int high = c == '%' && i + 2 < message.length() ? Character.digit(message.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(message.charAt(i + 2), 16);
            if (low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
