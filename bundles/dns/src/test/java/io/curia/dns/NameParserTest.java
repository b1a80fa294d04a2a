package io.curia.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameParserTest {
    private final NameParser parser = new NameParser(List.of("consul"), List.of("alt", "example"));

    private Lookup parse(String name, boolean srv) {
        return parser.parse(Arrays.asList(name.split("\\.")), srv);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            web.service.consul            | Service[name=web, tag=, dc=]
            WEB.Service.Consul            | Service[name=web, tag=, dc=]
            web.service.alt.example       | Service[name=web, tag=, dc=]
            web.service.dc2.consul        | Service[name=web, tag=, dc=dc2]
            web.service.dc2.dc.consul     | Service[name=web, tag=, dc=dc2]
            rails.web.service.consul      | Service[name=web, tag=rails, dc=]
            a.b.web.service.consul        | Service[name=web, tag=a.b, dc=]
            _web._tcp.service.consul      | Service[name=web, tag=, dc=]
            _web._udp.service.consul      | Service[name=web, tag=udp, dc=]
            _web._rails.service.consul    | Service[name=web, tag=rails, dc=]
            x._web._tcp.service.consul    | Service[name=_tcp, tag=x._web, dc=]
            foo.service.service.consul    | Service[name=service, tag=foo, dc=]
            service.consul                | Nothing[]
            web.service.dc2.x.consul      | Nothing[]
            web.service.a.b.dc.consul     | Nothing[]
            x.db.connect.consul           | Connect[name=db, dc=]
            db.ingress.dc2.consul         | Ingress[name=db, dc=dc2]
            db.virtual.consul             | Virtual[name=db, dc=]
            n.node.consul                 | Node[name=n, dc=]
            n.m.node.dc2.consul           | Node[name=n.m, dc=dc2]
            a.b.query.consul              | Query[name=a.b, dc=]
            _a._tcp.query.consul          | Query[name=a, dc=]
            7f000001.addr.consul          | Address[hex=7f000001]
            consul                        | Nothing[]
            x.y.consul                    | Nothing[]
            _web._tcp.consul              | Nothing[]
            example.org                   | Outside[]
            notconsul                     | Outside[]
            example                       | Outside[]
            """)
    void readsEveryForm(String name, String lookup) {
        assertThat(parse(name, false)).hasToString(lookup);
    }

    @Test
    void readsServiceNamesWithoutTheLabelForSrv() {
        assertThat(parse("_web._rails.consul", true)).hasToString("Service[name=web, tag=rails, dc=]");
        assertThat(parse("_web._tcp.dc2.consul", true)).hasToString("Service[name=web, tag=, dc=dc2]");
        assertThat(parse("_web.tcp.consul", true)).isEqualTo(new Lookup.Nothing());
    }

    @Test
    void readsReverseNames() {
        assertThat(((Lookup.Reverse) parse("4.3.2.1.in-addr.arpa", false)).address()).containsExactly(1, 2, 3, 4);
        assertThat(((Lookup.Reverse) parse("3.2.1.in-addr.arpa", false)).address()).isNull();
        assertThat(((Lookup.Reverse) parse("x.3.2.1.in-addr.arpa", false)).address()).isNull();
        String six = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa";
        assertThat(IpText.hex(((Lookup.Reverse) parse(six, false)).address())).isEqualTo("fd000000000000000000000000000001");
        assertThat(((Lookup.Reverse) parse(six.replace("d.f", "g.f"), false)).address()).isNull();
    }

    @Property(tries = 300)
    void readsAnyLabels(@ForAll @Size(max = 8) List<String> labels, @ForAll boolean srv) {
        assertThat(parser.parse(labels, srv)).isNotNull();
    }
}
