package io.curia.core.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** Keeps what it gets, asks for as much as the test says. */
final class Subscriber implements Flow.Subscriber<byte[]> {
    final List<byte[]> events = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    volatile Flow.Subscription subscription;
    private final long first;

    Subscriber(long first) {
        this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription its) {
        subscription = its;
        if (first > 0) {
            its.request(first);
        }
    }

    @Override
    public void onNext(byte[] event) {
        events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
        errors.add(failure);
    }

    @Override
    public void onComplete() {
        throw new IllegalStateException("a subscription has no end of its own");
    }

    /** Each event in short: {@code 7 end}, {@code 7 new}, {@code 8 +web-1}, {@code 8 -web-1}, {@code 9 [...]}. */
    List<String> said() {
        return events.stream().map(Subscriber::said).toList();
    }

    private static String said(byte[] event) {
        try {
            return text(new ProtoReader(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(ProtoReader event) throws IOException {
        long index = 0;
        String payload = "";
        for (int field = event.next(); field != 0; field = event.next()) {
            switch (field) {
                case 1 -> index = event.integer();
                case 2 -> payload = event.bool() ? "end" : "";
                case 3 -> payload = event.bool() ? "new" : "";
                case 4 -> payload = batch(event.message());
                case 10 -> payload = update(event.message());
                default -> throw new IOException("field " + field);
            }
        }
        return index + " " + payload;
    }

    /** The events in an event, each in short. */
    static List<String> flat(byte[] event) {
        String all = said(event);
        int bracket = all.indexOf('[');
        return bracket < 0 ? List.of(all) : List.of(all.substring(bracket + 1, all.length() - 1).split(", "));
    }

    private static String batch(ProtoReader batch) throws IOException {
        List<String> events = new ArrayList<>();
        while (batch.next() == 1) {
            events.add(text(batch.message()));
        }
        return events.toString();
    }

    private static String update(ProtoReader update) throws IOException {
        String sign = "+";
        String id = "";
        for (int field = update.next(); field != 0; field = update.next()) {
            if (field == 1) {
                sign = update.integer() == 1 ? "-" : "?";
            } else {
                id = textIn(in(update.message(), 2), 2);
            }
        }
        return sign + id;
    }

    private static ProtoReader in(ProtoReader message, int wanted) throws IOException {
        for (int field = message.next(); field != wanted; field = message.next()) {
            message.skip();
        }
        return message.message();
    }

    private static String textIn(ProtoReader message, int wanted) throws IOException {
        for (int field = message.next(); field != wanted; field = message.next()) {
            message.skip();
        }
        return message.text();
    }
}
