package io.curia.config.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.config.address.AddressTemplate.TemplateException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AddressTest {

    private static final Set<String> UP = Set.of("up", "broadcast", "multicast");

    private final HostInterfaces host = new HostInterfaces() {
        @Override
        public List<HostAddress> addresses() {
            return List.of(at("lo", "127.0.0.1", 8, Set.of("up", "loopback")), at("eth1", "192.168.7.9", 24, UP),
                    at("eth0", "10.1.2.3", 16, UP), at("eth0", "fe80::1", 64, UP), at("eth2", "8.8.4.4", 24, UP),
                    at("eth3", "10.9.9.9", 8, Set.of("broadcast")));
        }

        @Override
        public String defaultInterface() {
            return "eth0";
        }
    };

    private static HostAddress at(String name, String ip, int prefix, Set<String> flags) {
        return new HostAddress(name, Ip.parse(ip), prefix, flags);
    }

    @Test
    void evaluatesTemplates() throws TemplateException {
        String[][] cases = {
            {"1.2.3.4", "1.2.3.4"},
            {"{{ GetPrivateIP }}", "10.1.2.3"},
            {"{{GetPublicIP}}", "8.8.4.4"},
            {"{{ GetInterfaceIP \"eth1\" }}", "192.168.7.9"},
            {"{{ GetInterfaceIP `eth9` }}", ""},
            {"{{ GetPrivateIPs }}", "10.1.2.3 192.168.7.9"},
            {"{{ GetAllInterfaces | include \"network\" \"10.0.0.0/8\" | attr \"address\" }}", "10.1.2.3"},
            {"{{ GetPrivateInterfaces | exclude \"name\" \"eth0\" | attr \"address\" }}", "192.168.7.9"},
            {"{{ GetPrivateInterfaces | sort \"-address\" | join \"address\" \",\" }}", "192.168.7.9,10.1.2.3"},
            {"{{ GetAllInterfaces | include \"flags\" \"forwardable|up\" | sort \"name\" | limit 2 | join \"name\" \" \" }}",
                "eth0 eth1"},
            {"{{ GetAllInterfaces | sort \"name\" | offset 5 | attr \"name\" }}", "lo"},
            {"{{ GetDefaultInterfaces | include \"type\" \"IPv4\" | attr \"network\" }}", "10.1.0.0/16"},
            {"{{ GetAllInterfaces | include \"rfc\" \"1918\" | exclude \"size\" \"24\" | attr \"mask_bits\" }}", "16"},
            {"{{ GetPrivateInterfaces | math \"network\" \"+5\" | attr \"address\" }}", "10.1.0.5"},
            {"127.0.0.1 {{ GetPrivateIP -}} x", "127.0.0.1 10.1.2.3 x"},
        };
        for (String[] c : cases) {
            assertThat(AddressTemplate.evaluate(c[0], host)).as(c[0]).isEqualTo(c[1]);
        }
    }

    @Test
    void refusesTemplatesThatMakeNoSense() {
        String[][] cases = {
            {"{{ GetPrivateIP", "unclosed action"},
            {"{{ Foo }}", "error calling Foo: expected a list of interfaces"},
            {"{{ GetAllInterfaces | foo }}", "function \"foo\" not defined"},
            {"{{ GetAllInterfaces | include \"network\" \"x\" }}", "invalid CIDR address: x"},
            {"{{ GetAllInterfaces | include \"network\" }}", "wrong number of args for include: want 2 got 1"},
            {"{{ GetAllInterfaces | attr \"x\" }}", "unsupported attribute name: \"x\""},
            {"{{ }}", "missing value for command"},
        };
        for (String[] c : cases) {
            assertThatThrownBy(() -> AddressTemplate.evaluate(c[0], host)).as(c[0])
                    .isInstanceOf(TemplateException.class).hasMessage(c[1]);
        }
    }

    @Test
    void literalAddressesOnly() {
        for (String bad : List.of("", "localhost", "1.2.3", "1.2.3.4.5", "999.1.1.1", "01.2.3.4", "1.2.3.4 ", "::1::", "1:2",
                ":1", "12345::", "g::", "1:2:3:4:5:6:7:8:9", "1.2.3.4:80")) {
            assertThat(Ip.parse(bad)).as(bad).isNull();
        }
        String[][] cases = {{"::1", "::1"}, {"::", "::"}, {"FE80:0:0:0:1:0:0:2", "fe80::1:0:0:2"}, {"1.2.3.4", "1.2.3.4"},
            {"::ffff:1.2.3.4", "::ffff:102:304"}, {"2001:db8::", "2001:db8::"}, {"1:0:3:4:5:6:7:8", "1:0:3:4:5:6:7:8"}};
        for (String[] c : cases) {
            assertThat(Ip.parse(c[0])).as(c[0]).hasToString(c[1]);
        }
        assertThat(Cidr.parse("10.1.2.3/8")).hasToString("10.0.0.0/8");
        for (String bad : List.of("10.0.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "x/8", "10.0.0.0/1000")) {
            assertThat(Cidr.parse(bad)).as(bad).isNull();
        }
    }

    @Property(tries = 300)
    void sixteenBytesMakeTheRoundTrip(@ForAll @Size(16) byte[] bytes) throws UnknownHostException {
        Ip ip = Ip.of(bytes);
        assertThat(Ip.parse(ip.toString())).isEqualTo(ip);
        if (!(InetAddress.getByAddress(bytes) instanceof java.net.Inet4Address)) {
            assertThat(InetAddress.getByName(ip.toString()).getAddress()).isEqualTo(bytes);
        }
    }

    @Test
    void theHostItselfCanBeAsked() {
        assertThat(new SystemInterfaces().addresses()).extracting(a -> a.ip().toString()).contains("127.0.0.1");
    }
}
