package io.curia.http;

import io.curia.http.call.Settings;
import io.curia.http.server.ListenAddress;
import io.curia.http.text.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** From the component's configuration to what the engine takes. */
final class ConfigReader {
    private static final int DEFAULT_HEADER_BYTES = 1 << 20;

    private ConfigReader() { }

    static Settings settings(HttpConfig config) {
        List<HttpField> headers = new ArrayList<>();
        for (String header : config.response__headers()) {
            int equals = header.indexOf('=');
            if (equals > 0) {
                headers.add(new PreEncodedHttpField(header.substring(0, equals), header.substring(equals + 1)));
            }
        }
        List<Cidr> writers = new ArrayList<>();
        for (String block : config.allow__write__http__from()) {
            writers.add(Cidr.parse(block));
        }
        return new Settings(List.copyOf(headers), List.of(config.block__endpoints()), List.copyOf(writers),
                config.kv__max__value__size(), config.txn__max__req__len(), !config.disable__unprintable__filter(),
                config.discovery__max__stale__ms(), config.use__cache(), config.pretty(), config.ui__enabled(),
                config.ui__dir(), slashed(config.ui__content__path()), config.enable__debug(),
                config.translate__wan__addrs(), config.prometheus__retention__ms());
    }

    private static String slashed(String path) {
        String from = path.startsWith("/") ? path : "/" + path;
        return from.endsWith("/") ? from : from + "/";
    }

    static Set<ListenAddress> addresses(HttpConfig config) {
        int header = config.max__header__bytes() <= 0 ? DEFAULT_HEADER_BYTES : config.max__header__bytes();
        ListenAddress.SocketOwner owner = new ListenAddress.SocketOwner(config.unix__socket__user(),
                config.unix__socket__group(), config.unix__socket__mode());
        Set<ListenAddress> all = new LinkedHashSet<>();
        for (String address : config.addresses()) {
            all.add(new ListenAddress(address, header, null, address.startsWith("unix://") ? owner : null));
        }
        ListenAddress.Tls tls = new ListenAddress.Tls(config.tls__cert__file(), config.tls__key__file(),
                config.tls__ca__file(), config.tls__ca__path(), config.tls__min__version(),
                config.tls__verify__incoming());
        for (String address : config.https__addresses()) {
            all.add(new ListenAddress(address, header, tls, address.startsWith("unix://") ? owner : null));
        }
        return all;
    }
}
