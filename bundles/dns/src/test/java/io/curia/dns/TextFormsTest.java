package io.curia.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses, durations, metadata, names and configuration values as text. */
class TextFormsTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1..2.3", "a.b.c.d", "1.2.3.4 ", "host", "fd00::g", "1:2", ":",
            "fe80::1%eth0"})
    void tellsNamesFromAddresses(String text) {
        assertThat(IpText.parse(text)).isNull();
    }

    @Property(tries = 200)
    void readsEveryAddress(@ForAll @Size(4) byte[] four, @ForAll @Size(16) byte[] sixteen) throws Exception {
        assertThat(IpText.parse(InetAddress.getByAddress(four).getHostAddress())).isEqualTo(four);
        sixteen[0] |= 1;
        assertThat(IpText.parse(InetAddress.getByAddress(sixteen).getHostAddress())).isEqualTo(sixteen);
        assertThat(IpText.fromHex(IpText.hex(sixteen))).isEqualTo(sixteen);
    }

    @ParameterizedTest
    @CsvSource({"10s, 10", "1m30s, 90", "1h, 3600", "1.5m, 90", "900ms, 0", "0s, 0", "x, 0", "10, 0", "5sx, 0", "-5s, 0",
            "99999999h, 2147483647"})
    void readsDurations(String text, long seconds) {
        assertThat(DurationText.seconds(text)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {"k, v, k=v", "rfc1035-x, a=b, a=b", "RFC1035-, v, v", "a=b, c, a`=b=c", "a`b, c, a``b=c",
            "\" a \", v, \"` a` =v\"", "k, \"\", k="})
    void writesMetadata(String key, String value, String text) {
        assertThat(MetaText.text(key, value)).isEqualTo(text);
    }

    @Test
    void refusesNamesThatDnsCannotSpell() {
        assertThat(Names.of(List.of("a..b"))).isNull();
        assertThat(Names.of(List.of(""))).isNull();
        assertThat(Names.of(List.of("x".repeat(64)))).isNull();
        assertThat(Names.of(List.of(("x".repeat(60) + ".").repeat(4) + "xyzxyzxyzxyz"))).isNull();
        assertThat(Names.host("a.example.")).hasToString("a.example.");
    }

    @Test
    void prefersTheExactThenTheLongestTtl() {
        DnsSettings settings = TestSettings.with("service_ttl", new String[] {"*=5", "db*=10", "db-master*=15", "Web=20"});
        assertThat(settings.ttlOf("web")).isEqualTo(20);
        assertThat(settings.ttlOf("WEB")).isEqualTo(20);
        assertThat(settings.ttlOf("db-master-1")).isEqualTo(15);
        assertThat(settings.ttlOf("db-slave")).isEqualTo(10);
        assertThat(settings.ttlOf("other")).isEqualTo(5);
        assertThat(TestSettings.with().ttlOf("web")).isZero();
    }

    @Test
    void readsServerAddresses() {
        assertThat(SettingsReader.address("10.0.0.1", 53)).hasToString("/10.0.0.1:53");
        assertThat(SettingsReader.address("10.0.0.1:5353", 53).getPort()).isEqualTo(5353);
        assertThat(SettingsReader.address("[::1]:5353", 53).getPort()).isEqualTo(5353);
        assertThat(SettingsReader.address("::1", 53).getPort()).isEqualTo(53);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host:53", "10.0.0.1:x", "10.0.0.1:99999", "10.0.0:53", "[::1"})
    void refusesOtherAddresses(String text) {
        assertThatThrownBy(() -> SettingsReader.address(text, 53)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an address");
    }

    @Test
    void refusesBadSettings() {
        assertThatThrownBy(() -> TestSettings.with("service_ttl", new String[] {"web"})).hasMessageContaining("service_ttl");
        assertThatThrownBy(() -> TestSettings.with("recursor_strategy", "both")).hasMessageContaining("recursor_strategy");
        assertThatThrownBy(() -> TestSettings.with("domain", ".")).hasMessageContaining("domain");
    }
}
