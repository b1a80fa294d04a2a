package io.curia.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curia.api.op.HealthOperations.Endpoint;
import io.curia.api.rpc.StatusException;
import io.curia.api.rpc.StatusException.Code;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SubscribeRequestTest {
    private static SubscribeRequest read(String hex) throws StatusException {
        return SubscribeRequest.read(HexFormat.of().parseHex(hex));
    }

    private static void assertRefused(String hex, String message) {
        assertThatThrownBy(() -> read(hex)).isInstanceOfSatisfying(StatusException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
            assertThat(refusal).hasMessageContaining(message);
        });
    }

    @Test
    void shouldReadARequest() throws Exception {
        assertThat(read("0801" + "1203776562" + "1a0174" + "20ac02" + "2a03646332"))
                .isEqualTo(new SubscribeRequest(Endpoint.SERVICE, "web", "t", 300, "dc2"));
        assertThat(read("0802" + "1203776562")).isEqualTo(new SubscribeRequest(Endpoint.CONNECT, "web", "", 0, ""));
    }

    @Test
    void shouldReadTheKeyFromASubjectAndSkipWhatIsNew() throws Exception {
        assertThat(read("0801" + "4800" + "5205" + "0a03776562" + "9a0601ff" + "a10600000000000000ff" + "a506000000ff"))
                .isEqualTo(new SubscribeRequest(Endpoint.SERVICE, "web", "", 0, ""));
    }

    @Test
    void shouldTakeTheDefaultsOfOtherPlaces() throws Exception {
        assertThat(read("0801" + "1203776562" + "320764656661756c74" + "3a0764656661756c74").key()).isEqualTo("web");
        assertRefused("0801" + "1203776562" + "3202" + "6e73", "namespaces, partitions and peers are not served here");
        assertRefused("0801" + "1203776562" + "4201" + "70", "namespaces, partitions and peers are not served here");
        assertRefused("0801" + "5206" + "0a0177" + "220170", "namespaces, partitions and peers are not served here");
    }

    @Test
    void shouldRefuseWhatItDoesNotServe() {
        assertRefused("0801", "Key is required");
        assertRefused("1203776562", "topic 0 is not served here");
        assertRefused("0807" + "1203776562", "topic 7 is not served here");
        assertRefused("0801" + "1204776562", "cut short");
        assertRefused("0a0101", "wire type 2 instead of 0");
        assertRefused("0801" + "1201ff", "not UTF-8");
        assertRefused("08" + "ff".repeat(11), "too long");
        assertRefused("0b", "wire type 3 instead of 0");
        assertRefused("9b06", "invalid wire type 3");
        assertRefused("00", "invalid field number 0");
    }
}
