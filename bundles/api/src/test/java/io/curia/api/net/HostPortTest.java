package io.curia.api.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPortTest {
    @Test
    void shouldReadAddresses() throws Exception {
        assertThat(HostPort.parse("localhost:80")).isEqualTo(new HostPort("localhost", 80));
        assertThat(HostPort.parse("[::1]:80")).isEqualTo(new HostPort("::1", 80)).hasToString("[::1]:80");
        assertThat(HostPort.parse(":80")).isEqualTo(new HostPort("", 80));
    }

    @ParameterizedTest
    @CsvSource({"x, address x: missing port in address", "::1:80, address ::1:80: too many colons in address",
        "[::1:80, address [::1:80: missing ']' in address", "x:99999, address 99999: invalid port",
        "x:http2, lookup tcp/http2: unknown port"})
    void shouldRefuse(String address, String message) {
        assertThatThrownBy(() -> HostPort.parse(address)).isInstanceOf(NetworkException.class).hasMessage(message);
    }
}
